"""Single logout as the identity provider brings it: its requests, and its answers to ours."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from stellwerk.core import clock
from stellwerk.core.access import open_to_everybody
from stellwerk.core.errors import StellwerkError
from stellwerk.signin import cookie
from stellwerk.signin.request import Request
from stellwerk.sso import answers, leaving, onward, queries
from stellwerk.sso.browser import known_of
from stellwerk.sso.connection import settings_of
from stellwerk.sso.incoming import Incoming, message_in
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.refusals import Case
from stellwerk.sso.saml.logout import validate_logout_request, validate_logout_response
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.sending import Form, Redirect
from stellwerk.sso.saml.settings import Settings
from stellwerk.sso.stores import BelievedOnce, OpenRequests


@open_to_everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: Request) -> HttpResponse:
    """A logout that the identity provider asks for, or its answer to one of ours."""
    configuration, found = queries.active(request.portal), message_in(request)
    if configuration is None:
        raise Http404
    if found is None:
        return answers.refused(request, Case("logout_request", Code.WRONG_MESSAGE))
    try:
        settings = settings_of(request.portal, configuration)
    except StellwerkError as error:
        return answers.failed(request, error)
    if found.field == "SAMLRequest":
        return _asked(request, found, settings)
    return _answered(request, found, settings)


def _asked(request: Request, found: Incoming, settings: Settings) -> HttpResponse:
    """End the sessions that are meant, wherever they are open, and say how that went."""
    replay = BelievedOnce(request.portal)
    believed = validate_logout_request(
        found.text, found.binding, settings, clock.now(), replay=replay
    )
    if isinstance(believed, Refusal):
        case = Case("logout_request", believed.code, believed.detail, found.text)
        return answers.refused(request, case)
    mine = request.signed_in
    here = mine is not None and mine.pk in {one.pk for one in leaving.meant(mine.portal, believed)}
    ended = leaving.end(request.portal, believed)
    answer = _reply(request, lambda: leaving.answer(settings, believed, ended, found.relay_state))
    if here:
        cookie.take_back(answer)
    return answer


def _reply(request: Request, message: Callable[[], Redirect | Form]) -> HttpResponse:
    """The identity provider's answer; without a way to give one, our own page says it."""
    try:
        return onward.go(request, message())
    except StellwerkError as error:
        answers.note_failure(request, error)
        return _signed_out(request, _("You are signed out."))


def _answered(request: Request, found: Incoming, settings: Settings) -> HttpResponse:
    """What became of a logout of ours. The session here ended before it was sent."""
    pending = OpenRequests(request.portal, known_of(request), (OpenRequest.Kind.LOGOUT,))
    believed = validate_logout_response(
        found.text, found.binding, settings, clock.now(), pending=pending
    )
    if isinstance(believed, Refusal):
        case = Case("logout_response", believed.code, believed.detail, found.text)
        return answers.refused(request, case)
    if believed.success and not believed.partial:
        return _signed_out(request, _("You are signed out, here and at your organisation."))
    text = _("You are signed out here. Other services of your organisation may still be open.")
    return _signed_out(request, text, good=False)


def _signed_out(request: Request, text: str, *, good: bool = True) -> HttpResponse:
    (messages.success if good else messages.warning)(request, text)
    return HttpResponseRedirect(f"{reverse('sign-in')}?out=1", status=303)
