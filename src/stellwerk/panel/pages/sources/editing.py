"""The page of a source's settings: new or changed, tried before it is saved."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.config.document import SourceWish
from stellwerk.config.exporting import source_table
from stellwerk.config.saving import save_source
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.pages.sources import queries, trial
from stellwerk.panel.pages.sources.forms import FORMS, SourceForm
from stellwerk.panel.settings.editing import Edited
from stellwerk.panel.settings.editing import edit as edit_page
from stellwerk.panel.trials.trial import Trial
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.sources.models import Source

_PAGE = "sources/edit.html"


class EditedSource(Edited[SourceWish]):
    """A source on its page."""

    form: SourceForm

    def __init__(self, portal: Portal, row: Source | None, form: SourceForm) -> None:
        self.portal, self.row, self.form = portal, row, form

    def wish(self) -> SourceWish | None:
        """The source that is asked for; a new one has a name of its own."""
        wish = self.form.wish()
        known = Source.objects.filter(portal=self.portal)
        if wish and self.row is None and known.filter(name=wish.name).exists():
            self.form.add_error("name", _("There is a source of this name already."))
            return None
        return wish

    def begin(self, wish: SourceWish, person: Person) -> Trial | None:
        """Try it."""
        return trial.begin(self.portal, wish, person)

    def save(self, wish: SourceWish, *, seen: str | None, actor: str) -> str:
        """Save it."""
        return save_source(self.portal, wish, seen=seen, actor=actor).name


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
    edited = EditedSource(request.portal, None, form)
    return edit_page(request, edited, _PAGE, Head(title, crumbs=crumbs), reverse("sources"))


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
    return edit_page(request, EditedSource(request.portal, row, form), _PAGE, head, back)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Sources"), reverse("sources")),)
