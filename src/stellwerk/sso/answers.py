"""What somebody sees who is not let in: an event id, and nothing that helps an attacker."""

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stellwerk.core.page import Head, page
from stellwerk.signin import lockout
from stellwerk.signin.errors import LockedOut
from stellwerk.signin.request import Request
from stellwerk.sso import refusals
from stellwerk.sso.refusals import Case
from stellwerk.sso.telling import told
from stellwerk.sso.why import Why

NOT_READY = "not-ready"


def refused(request: Request, case: Case) -> HttpResponse:
    """A message is not believed."""
    text = _("The answer of your organisation's sign-in was not accepted.")
    return _page(request, case, text)


def not_let_in(request: Request, case: Case, why: Why) -> HttpResponse:
    """A message is believed, but whom it means does not come in."""
    return _page(request, case, told(why))


def failed(request: Request, error: Exception) -> HttpResponse:
    """Something is set up wrongly on our side."""
    case = Case("settings", NOT_READY, str(error))
    text = _("Single sign-on does not work at the moment.")
    return _page(request, case, text, counts=False)


def note_failure(request: Request, error: Exception) -> None:
    """Something is set up wrongly, but what was asked for was done here all the same."""
    case = Case("settings", NOT_READY, str(error))
    refusals.keep(request.portal, case, request.client, counts=False)


def left_out(request: Request, case: Case) -> None:
    """Somebody came in, but not all of their profile was taken."""
    refusals.keep(request.portal, case, request.client, counts=False)


def locked(request: Request) -> HttpResponse | None:
    """The answer for an address that brought too much that was not believed."""
    try:
        lockout.check(request.portal, lockout.newcomers(request.client.address))
    except LockedOut as too_many:
        answer = page(request, "sso/refused.html", _head(), text=too_many.said, status=429)
        answer["Retry-After"] = str(int(too_many.wait.total_seconds()) + 1)
        return answer
    return None


def _page(
    request: Request, case: Case, text: str | Promise, *, counts: bool = True
) -> HttpResponse:
    # Nothing of a locked address is kept, but what it brings is looked at: others share it.
    if counts and (too_many := locked(request)) is not None:
        return too_many
    event = refusals.keep(request.portal, case, request.client, counts=counts)
    return page(request, "sso/refused.html", _head(), text=text, event=event, status=403)


def _head() -> Head:
    return Head(_("You are not signed in"))
