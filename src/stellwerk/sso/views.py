"""What browsers and identity providers ask of us: our metadata, sign-in, and its answer."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.core import clock
from stellwerk.core.access import open_to_everybody
from stellwerk.core.errors import StellwerkError
from stellwerk.signin import cookie, lockout
from stellwerk.signin.actions import close_session
from stellwerk.signin.request import Request
from stellwerk.signin.returning import safe
from stellwerk.sso import answers, connection, queries, starting, trials
from stellwerk.sso.arriving import Arrival, Arrived, arrive
from stellwerk.sso.browser import known_of
from stellwerk.sso.configuration import Configuration, from_document
from stellwerk.sso.connection import NotReady, settings_of
from stellwerk.sso.incoming import Incoming, asked_for, message_in
from stellwerk.sso.matching import NotLetIn
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.refusals import Case
from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.refusal import Refusal
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.settings import Settings
from stellwerk.sso.saml.sp_metadata import MIME_TYPE, sp_metadata
from stellwerk.sso.stores import BelievedOnce, OpenRequests

_SIGN_INS = (OpenRequest.Kind.SIGN_IN,)


@open_to_everybody
@require_safe
def metadata(request: Request) -> HttpResponse:
    """What an identity provider must know of us; public, and the same every time."""
    try:
        settings = connection.our_side(request.portal)
    except NotReady:
        raise Http404 from None
    return HttpResponse(sp_metadata(settings), MIME_TYPE)


@open_to_everybody
@require_safe
def login(request: Request) -> HttpResponse:
    """Send a browser to the identity provider, to come back to the page that is wanted."""
    wanted = request.GET.get("next", "")
    if request.signed_in is not None:
        return HttpResponseRedirect(safe(wanted))
    if queries.active(request.portal) is None:
        raise Http404
    try:
        if (there := _under_our_name(request, wanted)) is not None:
            return there
        return starting.sign_in(request, wanted)
    except StellwerkError as error:
        return answers.failed(request, error)


def _under_our_name(request: Request, wanted: str) -> HttpResponse | None:
    """To the portal's own address first, where the answer will come in: a browser that began under
    another name of the portal would not bring its cookie there. Once: a proxy may hide the name.
    """
    base = connection.addresses(request.portal).base
    host = request.get_host().casefold()
    if "here" in request.GET or base.casefold() in {f"https://{host}", f"http://{host}"}:
        return None
    query = urlencode({"next": wanted, "here": "1"})
    return HttpResponseRedirect(f"{base}{reverse('sso-login')}?{query}")


@open_to_everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def acs(request: Request) -> HttpResponse:
    """An answer of the identity provider: somebody is let in, or an error page says that not."""
    browser, found = known_of(request), message_in(request)
    asked = asked_for(request, browser, found) if found is not None else None
    trial = asked if asked is not None and asked.kind == OpenRequest.Kind.TRIAL else None
    configuration = _configuration(request, trial)
    if configuration is None:
        raise Http404
    # Who comes back from where we sent them is let through: others share their address.
    if asked is None and (locked := answers.locked(request)) is not None:
        return locked
    if found is None or found.field != "SAMLResponse":
        return answers.refused(request, Case("response", "wrong-message"))
    try:
        settings = settings_of(request.portal, configuration)
    except StellwerkError as error:
        return answers.failed(request, error)
    kinds = (OpenRequest.Kind.TRIAL,) if trial is not None else _SIGN_INS
    only = trial.request_id if trial is not None else ""
    pending = OpenRequests(request.portal, browser, kinds, only)
    believed = _validated(request, found, settings, pending)
    if trial is not None:
        row = trials.report(request.portal, trial, believed, configuration, found.text)
        return HttpResponseRedirect(reverse("sso-trial", args=[row.public_id]), status=303)
    if isinstance(believed, Refusal):
        return answers.refused(
            request, Case("response", believed.code, believed.detail, found.text)
        )
    return _let_in(request, believed, configuration, browser, found)


def _configuration(request: Request, trial: OpenRequest | None) -> Configuration | None:
    if trial is not None and trial.document is not None:
        return from_document(trial.document)
    return queries.active(request.portal)


def _validated(
    request: Request, found: Incoming, settings: Settings, pending: OpenRequests
) -> Identity | Refusal:
    return validate(
        found.text,
        found.binding,
        settings,
        clock.now(),
        pending=pending,
        replay=BelievedOnce(request.portal),
    )


def _let_in(
    request: Request,
    identity: Identity,
    configuration: Configuration,
    browser: str,
    found: Incoming,
) -> HttpResponse:
    row = OpenRequest.objects.filter(
        portal=request.portal, request_id=identity.in_response_to
    ).first()
    # Nobody asked for it: then its RelayState may be an address, and only one of ours.
    wanted = row.wanted if row is not None else found.relay_state
    arrival = Arrival(request.portal, identity, configuration, request.client, browser, wanted)
    try:
        arrived = arrive(arrival)
    except NotLetIn as not_let_in:
        case = Case("person", not_let_in.why, not_let_in.detail, found.text)
        return answers.not_let_in(request, case, not_let_in.why)
    for why, detail in arrived.left_out:
        answers.left_out(request, Case("profile", why, detail))
    return _opened(request, arrived, safe(wanted))


def _to_confirm(question: OpenRequest) -> HttpResponse:
    """To the password first, then to the question."""
    there = f"{reverse('sso-confirm')}?{urlencode({'request': question.request_id})}"
    query = urlencode({"local": "1", "next": there})
    return HttpResponseRedirect(f"{reverse('sign-in')}?{query}", status=303)


def _opened(request: Request, arrived: Arrived, wanted: str) -> HttpResponse:
    if arrived.question is not None:
        return _to_confirm(arrived.question)
    assert arrived.opened is not None
    if request.signed_in is not None:
        close_session(request.signed_in, actor=request.person.login)
    lockout.forgive(request.portal, lockout.newcomers(request.client.address))
    rotate_token(request)
    # The cookie is SameSite=Lax: it comes with the request that this sends the browser into.
    answer = HttpResponseRedirect(wanted, status=303)
    cookie.hand_out(answer, arrived.opened.token)
    return answer
