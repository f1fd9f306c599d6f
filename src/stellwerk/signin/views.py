"""Sign-in and sign-out, one's own sessions and password, and the language."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stellwerk.core.access import Role, needs, open_to_everybody
from stellwerk.core.masked import Masked
from stellwerk.core.page import Head, page
from stellwerk.signin import actions, cookie, otherwise, passwords, queries
from stellwerk.signin.errors import LockedOut, WeakPassword, WrongPassword
from stellwerk.signin.forms import PasswordForm, SignInForm
from stellwerk.signin.request import Request
from stellwerk.signin.returning import safe

_YEAR = 365 * 24 * 3600
_STAYS = {"local", "out"}
"""With one of these in its query the sign-in page leads nobody away: local=1 for whoever has a
password here, out=1 after signing out.
"""


@open_to_everybody
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Ask who it is, then go to the page that was asked for."""
    wanted = safe(request.POST.get("next") or request.GET.get("next") or "")
    if request.method != "POST":
        if request.signed_in is not None:
            return redirect(wanted)
        other = otherwise.offered(request.portal)
        if other is not None and other.instead and not _STAYS & set(request.GET):
            return _onward(request, other.towards(wanted))
        return _sign_in_page(request, SignInForm(), wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, wanted, status=422)
    login, password = form.cleaned_data["login"], Masked(form.cleaned_data["password"])
    try:
        opened = actions.sign_in(request.portal, login, password, request.client)
    except LockedOut as locked:
        form.add_error(None, str(locked.said))
        answer = _sign_in_page(request, form, wanted, status=429)
        answer["Retry-After"] = str(int(locked.wait.total_seconds()) + 1)
        return answer
    except WrongPassword as wrong:
        form.add_error(None, str(wrong.said))
        return _sign_in_page(request, form, wanted, status=422)
    if request.signed_in is not None:
        actions.close_session(request.signed_in, actor=request.person.login)
    rotate_token(request)
    answer = HttpResponseRedirect(wanted, status=303)
    cookie.hand_out(answer, opened.token)
    return answer


def _onward(request: Request, address: str) -> HttpResponse:
    """Go on to another site; by a page after a form, since browsers hold a form's answer to the
    sites its page names.
    """
    if "form" not in request.GET:
        return HttpResponseRedirect(address)
    return page(request, "signin/onward.html", Head(_("Signing in")), address=address)


def _sign_in_page(
    request: Request, form: SignInForm, wanted: str, *, status: int = 200
) -> HttpResponse:
    head = Head(_("Sign in"))
    other = otherwise.offered(request.portal)
    start = other.towards(wanted) if other is not None else ""
    context = {"form": form, "next": wanted, "other": other, "start": start}
    return page(request, "signin/sign_in.html", head, status=status, **context)


@needs(Role.PERSON, with_first_password=True)
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End this session."""
    if request.signed_in is not None:
        actions.close_session(request.signed_in, actor=request.person.login)
    rotate_token(request)
    messages.success(request, _("You are signed out."))
    answer = HttpResponseRedirect(f"{reverse('sign-in')}?out=1")
    cookie.take_back(answer)
    return answer


@needs(Role.PERSON, with_first_password=True)
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Change one's own password; every other session of the person ends. Who has none stays so."""
    if not request.person.has_usable_password():
        messages.info(request, _("You have no password here, so there is none to change."))
        return redirect("own-profile")
    first = queries.has_first_password(request.person)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if not passwords.is_right(request.person, Masked(data["current"])):
            form.add_error("current", _("This is not your current password."))
        elif data["new"] == data["current"]:
            form.add_error("new", _("Please take another one than before."))
        else:
            try:
                return _changed(request, Masked(data["new"]))
            except WeakPassword as weak:
                form.add_error("new", weak.said)
    head = Head(_("Choose your password") if first else _("Change your password"))
    status = 422 if form.errors else 200
    return page(request, "signin/password.html", head, form=form, first=first, status=status)


def _changed(request: Request, new: Masked) -> HttpResponse:
    person = request.person
    actions.set_password(person, new, actor=person.login, keep=None)
    opened = actions.open_session(person, request.client)
    rotate_token(request)
    messages.success(request, _("Your password is changed. Other sessions have ended."))
    answer = redirect("dashboard")
    cookie.hand_out(answer, opened.token)
    return answer


@needs(Role.PERSON)
@require_safe
def sessions(request: Request) -> HttpResponse:
    """Where somebody is signed in."""
    rows = queries.sessions(request.person)
    head = Head(_("Your sessions"), _("Every browser in which you are signed in right now."))
    return page(request, "signin/sessions.html", head, rows=rows, current=request.signed_in)


@needs(Role.PERSON)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    row = next((row for row in queries.sessions(request.person) if row.pk == pk), None)
    if row is None:
        raise Http404
    actions.close_session(row, actor=request.person.login)
    messages.success(request, _("The session has ended."))
    return redirect("sessions")


@needs(Role.PERSON)
@require_POST
def close_others(request: Request) -> HttpResponse:
    """End all of one's own sessions but this one."""
    actions.close_others(request.person, request.signed_in, actor=request.person.login)
    messages.success(request, _("All other sessions have ended."))
    return redirect("sessions")


@open_to_everybody
@require_POST
def language(request: Request) -> HttpResponse:
    """Read the panel in another language, on this browser and wherever one signs in."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        raise BadRequest("There is no such language.")
    if request.signed_in is not None:
        actions.choose_language(request.person, chosen)
    answer = HttpResponseRedirect(safe(request.POST.get("next", "")), status=303)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, httponly=True, samesite="Lax"
    )
    return answer
