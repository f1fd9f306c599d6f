"""What somebody does here who signs in through the identity provider: confirm, and sign out."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.errors import StellwerkError
from stellwerk.core.page import Head, page
from stellwerk.signin import cookie
from stellwerk.signin.actions import close_session, open_session
from stellwerk.signin.models import Session
from stellwerk.signin.request import Request
from stellwerk.signin.returning import safe
from stellwerk.sso import answers, confirming, queries, starting
from stellwerk.sso.arriving import welcome
from stellwerk.sso.browser import known_of
from stellwerk.sso.connection import settings_of
from stellwerk.sso.leaving import name_id_of
from stellwerk.sso.matching import Match, NotLetIn, Outcome
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.refusals import Case


@needs(Role.PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request) -> HttpResponse:
    """Ask an owner or administrator whether the identity provider means them; link them then."""
    if queries.active(request.portal) is None:
        raise Http404
    number = request.POST.get("request") or request.GET.get("request", "")
    try:
        question = confirming.asked(request.portal, request.person, known_of(request), number)
        if request.method == "POST":
            return _linked(request, question)
    except NotLetIn as not_let_in:
        case = Case("person", not_let_in.why, not_let_in.detail)
        return answers.not_let_in(request, case, not_let_in.why)
    profile = confirming.profile_in(question)
    head = Head(_("Is this you?"))
    return page(request, "sso/confirm.html", head, profile=profile, number=number)


def _linked(request: Request, question: OpenRequest) -> HttpResponse:
    with transaction.atomic():
        profile = confirming.confirm(question)
        welcome(request.portal, profile, Match(Outcome.LINKED, request.person))
        opened = open_session(request.person, request.client)
    rotate_token(request)
    messages.success(request, _("From now on you sign in through your organisation."))
    answer = HttpResponseRedirect(safe(question.wanted), status=303)
    cookie.hand_out(answer, opened.token)
    return answer


@needs(Role.PERSON, with_first_password=True)
@require_POST
def logout(request: Request) -> HttpResponse:
    """End this session, then ask the identity provider to end it everywhere."""
    session = request.signed_in
    assert session is not None
    close_session(session, actor=request.person.login)
    rotate_token(request)
    answer = _everywhere(request, session)
    if answer is None:
        messages.success(request, _("You are signed out."))
        answer = HttpResponseRedirect(f"{reverse('sign-in')}?out=1", status=303)
    cookie.take_back(answer)
    return answer


def _everywhere(request: Request, session: Session) -> HttpResponse | None:
    """On to the identity provider, if it opened this session and takes logouts."""
    configuration = queries.active(request.portal)
    if not session.issuer or configuration is None:
        return None
    try:
        settings = settings_of(request.portal, configuration)
        if settings.idp.slo is None or settings.idp.entity_id != session.issuer:
            return None
        index = session.session_index
        return starting.sign_out(request, settings, name_id_of(session), index)
    except StellwerkError as error:
        answers.note_failure(request, error)
        return None
