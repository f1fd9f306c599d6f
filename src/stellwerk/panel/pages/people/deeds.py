"""What can be done for one person."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.panel.objects.again import tell_looked
from stellwerk.panel.objects.answer import answer_shown
from stellwerk.panel.pages.people.views import find
from stellwerk.signin.request import Request
from stellwerk.sync import runs
from stellwerk.sync.answering import Answer
from stellwerk.sync.looking import look_again


@needs(Role.ADMINISTRATOR)
@require_POST
def look(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Have a person looked at again at every target, before all bulk work."""
    who = find(request, public_id)
    look_again(request.portal, [f"person:{who.pk}"], who.login, actor=request.person.login)
    tell_looked(request)
    return _back(public_id)


@needs(Role.ADMINISTRATOR)
@require_POST
def retry(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Take a parked person up again."""
    who = find(request, public_id)
    done = runs.retry(request.portal, f"person:{who.pk}", actor=request.person.login)
    if done:
        said = ngettext(
            "It is tried again at %(count)s target.",
            "It is tried again at %(count)s targets.",
            done,
        )
        messages.success(request, said % {"count": done})
    else:
        messages.info(request, _("Nothing was parked any more."))
    return _back(public_id)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Free what is held of a person."""
    who = find(request, public_id)
    back = reverse("person", args=[public_id])
    return answer_shown(request, [f"person:{who.pk}"], str(who), Answer.APPROVE, back)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Leave what is held of a person as it is."""
    who = find(request, public_id)
    back = reverse("person", args=[public_id])
    return answer_shown(request, [f"person:{who.pk}"], str(who), Answer.DROP, back)


def _back(public_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", args=[public_id]), status=303)
