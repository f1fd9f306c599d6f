"""What can be done for one group."""

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
from stellwerk.panel.pages.groups.membership import keys_of
from stellwerk.panel.pages.groups.views import find
from stellwerk.signin.request import Request
from stellwerk.sync.answering import Answer
from stellwerk.sync.looking import look_again
from stellwerk.sync.retrying import parked_rows, retry_rows


@needs(Role.ADMINISTRATOR)
@require_POST
def look(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Have a group looked at again in every context of every target."""
    group = find(request, public_id)
    look_again(request.portal, [f"group:{group.pk}"], group.name, actor=request.person.login)
    tell_looked(request)
    return _back(public_id)


@needs(Role.ADMINISTRATOR)
@require_POST
def retry(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Take a parked group up again."""
    keys = keys_of(find(request, public_id))
    rows = parked_rows(request.portal, keys=keys)
    done = retry_rows(rows, request.portal, actor=request.person.login)
    if done:
        said = ngettext(
            "It is tried again in %(count)s context.",
            "It is tried again in %(count)s contexts.",
            done,
        )
        messages.success(request, said % {"count": done})
    else:
        messages.info(request, _("Nothing was parked any more."))
    return _back(public_id)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Free what is held of a group."""
    return _answer(request, public_id, Answer.APPROVE)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Leave what is held of a group as it is."""
    return _answer(request, public_id, Answer.DROP)


def _answer(request: Request, public_id: uuid.UUID, verb: Answer) -> HttpResponse:
    group = find(request, public_id)
    back = reverse("group", args=[public_id])
    return answer_shown(request, keys_of(group), group.name, verb, back)


def _back(public_id: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("group", args=[public_id]), status=303)
