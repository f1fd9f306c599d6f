"""The form of a source: new or changed, tried before it is saved."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.config.exporting import source_table
from stellwerk.config.saving import save_source
from stellwerk.config.storing import NothingKept
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.pages.sources import queries, trial
from stellwerk.panel.pages.sources.forms import FORMS, SourceForm
from stellwerk.panel.settings.mistakes import put
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.trials.beside import Tried, not_tried, tried_again
from stellwerk.signin.request import Request
from stellwerk.sources.models import Source


@needs(Role.ADMINISTRATOR)
@require_safe
def choose(request: Request) -> HttpResponse:
    """What kind of source is to be added."""
    head = Head(_("Add a source"), crumbs=_crumbs())
    return page(request, "sources/choose.html", head)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, kind: str) -> HttpResponse:
    """A source that is not there yet."""
    if kind not in FORMS:
        raise Http404
    title = _("New LDAP source") if kind == "ldap" else _("New LDIF source")
    crumbs = (*_crumbs(), Link(_("Add a source"), reverse("source-choose")))
    initial = {"read_every": "15m", "dialect": "ucs", "relink": "ask"}
    form = FORMS[kind](request.POST or None, initial=initial)
    names = Source.objects.filter(portal=request.portal).values_list("name", flat=True)
    if request.method == "POST" and str(request.POST.get("name", "")).strip() in set(names):
        form.add_error("name", _("There is a source of this name already."))
    return _form(request, form, Head(title, crumbs=crumbs), reverse("sources"))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """A source that is there."""
    row = get_object_or_404(Source, portal=request.portal, public_id=public_id)
    if row.kind not in FORMS:
        raise Http404
    back = reverse("source", args=[public_id])
    crumbs = (*_crumbs(), Link(row.name, back))
    table = source_table(row, queries.every(row))
    if row.kind == "ldif":
        table["path"] = row.settings["path"]
    form = FORMS[row.kind](request.POST or None, row=table)
    head = Head(_("Change the source %(name)s") % {"name": row.name}, crumbs=crumbs)
    return _form(request, form, head, back)


def _form(request: Request, form: SourceForm, head: Head, back: str) -> HttpResponse:
    """Show the form, try what is in it, or save it."""
    tried, status = Tried(), 200
    if request.method == "POST":
        wish = form.wish()
        if wish is not None:
            try:
                if "try" in request.POST:
                    tried = Tried(trial.begin(request.portal, wish, request.person), asked=True)
                elif "look" in request.POST:
                    tried = tried_again(request)
                else:
                    save_source(request.portal, wish, actor=request.person.login)
                    return preview(request, wish.name)
            except NothingKept as error:
                put(form, [error.problem])
                wish = None
        if wish is None:
            # htmx shows no answer that is an error; there the trial's card says what is wrong.
            status, tried = 200 if request.htmx else 422, not_tried(form)
    context = {"form": form, "back": back, "tried": tried}
    return page(request, "sources/edit.html", head, status=status, **context)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Sources"), reverse("sources")),)
