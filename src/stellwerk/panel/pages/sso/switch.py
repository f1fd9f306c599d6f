"""Turns single sign-on on, or off after saying what becomes of people."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.models import Session
from stellwerk.signin.request import Request
from stellwerk.sso import switching
from stellwerk.sso.configuration import from_document
from stellwerk.sso.connecting import sign_on_of
from stellwerk.sso.models import Link, SignOn


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: Request, way: str) -> HttpResponse:
    """Ask on GET, do it on POST; what cannot be turned on says why.

    The address says which way: somebody else may have turned it meanwhile.
    """
    row = sign_on_of(request.portal)
    if way not in {"on", "off"}:
        raise Http404
    if (way == "on") == row.enabled:
        messages.info(request, _("Nothing was changed: it is like this already."))
        return HttpResponseRedirect(reverse("sso"), status=303)
    if not row.enabled and (why := switching.missing(request.portal, from_document(row.document))):
        title = _("Single sign-on cannot be turned on yet")
        return refuse(request, title, " ".join(in_words(one) for one in why), reverse("sso"))
    if request.method != "POST":
        return ask(request, _turn_off(request) if row.enabled else _turn_on(row))
    if row.enabled:
        switching.turn_off(request.portal, actor=request.person.login)
        messages.success(request, _("Single sign-on is off."))
    else:
        switching.turn_on(request.portal, actor=request.person.login)
        messages.success(request, _("Single sign-on is on. Try it in another browser now."))
    return HttpResponseRedirect(reverse("sso"), status=303)


def _turn_on(row: SignOn) -> Question:
    said = _(
        "The sign-in page gets a button that leads to the identity provider. Passwords go on"
        " working as before."
    )
    if from_document(row.document).hide_login_page:
        said = _(
            "The sign-in page leads straight to the identity provider. Passwords go on working"
            " under /sign-in/?local=1: keep that address."
        )
    return Question(_("Turn single sign-on on?"), said, _("Turn on"), reverse("sso"))


def _turn_off(request: Request) -> Question:
    people = Link.objects.filter(portal=request.portal).values("person").distinct().count()
    open_ = Session.objects.filter(portal=request.portal).exclude(issuer="").count()
    return Question(
        _("Turn single sign-on off?"),
        _(
            "Nobody is deleted: people who came by it become ordinary people here, whose fields can"
            " be changed. Their sessions end, roles that the identity provider gave are taken away,"
            " and they cannot sign in before they get a password. All settings stay."
        ),
        _("Turn off"),
        reverse("sso"),
        danger=True,
        facts=(
            (_("People who sign in by it"), number(people)),
            (_("Sessions that end"), number(open_)),
        ),
    )
