"""Roles are given to somebody, and taken away; sessions of somebody are ended."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.pages.people.roles import ALLOWS, ROLES, given_by
from stellwerk.panel.pages.people.views import find
from stellwerk.people.actions import LastOwner, grant, revoke
from stellwerk.people.models import Person
from stellwerk.signin.actions import close_others
from stellwerk.signin.request import Request
from stellwerk.sso.binding import unlink

_METHODS = ["GET", "HEAD", "POST"]


@needs(Role.ADMINISTRATOR)
@require_http_methods(_METHODS)
def give(request: Request, public_id: uuid.UUID, role: str) -> HttpResponse:
    """Ask, then give somebody a role by hand."""
    who, wanted, back = _asked(request, public_id, role)
    if who.state == Person.State.LEFT:
        raise Http404
    said = {"name": who, "role": ROLES[wanted]}
    if request.method != "POST":
        title = _("Give %(name)s the role %(role)s?") % said
        text = _("It holds at once, in open sessions too.")
        danger = wanted is Role.OWNER
        question = Question(title, text, _("Give"), back, danger=danger, facts=_facts(wanted))
        return ask(request, question)
    grant(who, wanted, actor=request.person.login)
    messages.success(request, _("%(name)s has the role %(role)s now.") % said)
    return HttpResponseRedirect(back, status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(_METHODS)
def take(request: Request, public_id: uuid.UUID, role: str) -> HttpResponse:
    """Ask, then take a role away that was given by hand; the last owner stays one."""
    who, wanted, back = _asked(request, public_id, role)
    said = {"name": who, "role": ROLES[wanted]}
    if request.method != "POST":
        title = _("Take the role %(role)s away from %(name)s?") % said
        text = _("It holds at once, in open sessions too.")
        facts = _facts(wanted)
        return ask(request, Question(title, text, _("Take away"), back, danger=True, facts=facts))
    try:
        revoke(who, wanted, actor=request.person.login)
    except LastOwner:
        text = _("Nobody else could give it back: make somebody else an owner first.")
        return refuse(request, _("The last owner stays an owner"), text, back)
    messages.success(request, _("%(name)s does not have the role %(role)s any more.") % said)
    return HttpResponseRedirect(back, status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(_METHODS)
def end_sessions(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Ask, then sign somebody out everywhere; this browser stays, where it is theirs."""
    who = find(request, public_id)
    back = reverse("person", args=[public_id])
    if request.method != "POST":
        title = _("Sign %(name)s out everywhere?") % {"name": who}
        text = _("Every browser in which they are signed in has to sign in again.")
        return ask(request, Question(title, text, _("Sign out everywhere"), back, danger=True))
    own = request.signed_in if who == request.person else None
    number = close_others(who, own, actor=request.person.login)
    said = ngettext("%(count)s session has ended.", "%(count)s sessions have ended.", number)
    messages.success(request, said % {"count": number})
    return HttpResponseRedirect(back, status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(_METHODS)
def unlink_sign_on(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Ask, then forget who of the identity provider this person is."""
    who = find(request, public_id)
    back = reverse("person", args=[public_id])
    if request.method != "POST":
        title = _("Forget who %(name)s is at the identity provider?") % {"name": who}
        text = _(
            "They can be linked anew by their mail address, where its domain is trusted. Sessions"
            " and roles from the identity provider end; accounts and data stay."
        )
        return ask(request, Question(title, text, _("Forget"), back, danger=True))
    if unlink(who, actor=request.person.login):
        messages.success(request, _("%(name)s is linked with nobody any more.") % {"name": who})
    return HttpResponseRedirect(back, status=303)


def _asked(request: Request, public_id: uuid.UUID, role: str) -> tuple[Person, Role, str]:
    """Whom it is about, which role, and the way back. Raises Http404, PermissionDenied."""
    who = find(request, public_id)
    if role not in ROLES:
        raise Http404
    if Role(role) not in given_by(request.roles):
        raise PermissionDenied
    return who, Role(role), reverse("person", args=[public_id])


def _facts(role: Role) -> tuple[tuple[str, str], ...]:
    return ((str(ROLES[role]), str(ALLOWS[role])),)
