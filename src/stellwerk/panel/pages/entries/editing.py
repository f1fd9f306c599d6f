"""The form of what is declared here, and its removal: a plan shows what comes of it."""

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.document import EntryWish
from stellwerk.config.saving import save_entry, take_out
from stellwerk.config.taking_back import Earlier
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.pages.entries.forms import EntryForm
from stellwerk.panel.pages.entries.kinds import Kind
from stellwerk.panel.pages.entries.views import crumbs
from stellwerk.panel.settings.editing import Edited
from stellwerk.panel.settings.editing import edit as edit_page
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.settings.shown import Unlike, differences
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.targets.declared import LOCAL

_PAGE = "entries/edit.html"


class EditedEntry(Edited[EntryWish]):
    """A resource or functional account on its page."""

    form: EntryForm

    def __init__(self, portal: Portal, kind: Kind, row: Entry | None, form: EntryForm) -> None:
        self.portal, self.kind, self.row, self.form = portal, kind, row, form

    def wish(self) -> EntryWish | None:
        """What is asked for; a new one has a name of its own."""
        wish = self.form.wish()
        known = Entry.objects.filter(portal=self.portal, kind=self.kind.kind, left_at=None)
        if wish and self.row is None and known.filter(name=wish.name).exists():
            self.form.add_error("name", _("This name is taken already."))
            return None
        return wish

    def save(self, wish: EntryWish, *, seen: str | None, actor: str) -> str:
        """Save it."""
        return save_entry(self.portal, wish, seen=seen, actor=actor).name

    def unlike(self) -> Unlike:
        """Where what was typed differs from what is kept."""
        kept = type(self.form)(self.portal, row=self.form.row)
        return differences(kept, self.form) if self.form.row else []


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request, kind: Kind) -> HttpResponse:
    """One that is not there yet."""
    form = kind.form(request.portal, request.POST or None)
    head = Head(str(kind.new), crumbs=crumbs(kind))
    edited = EditedEntry(request.portal, kind, None, form)
    return edit_page(request, edited, _PAGE, head, reverse(kind.many))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: uuid.UUID, kind: Kind) -> HttpResponse:
    """One that is declared here."""
    row = _local(request, public_id, kind)
    back = reverse(kind.word, args=[public_id])
    title = str(kind.change) % {"name": row.name}
    head = Head(title, crumbs=(*crumbs(kind), Link(row.name, back)))
    form = kind.form(request.portal, request.POST or None, row=kind.table(row))
    return edit_page(request, EditedEntry(request.portal, kind, row, form), _PAGE, head, back)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: uuid.UUID, kind: Kind) -> HttpResponse:
    """Ask, then remove it here; a plan shows what that does at the targets."""
    row = _local(request, public_id, kind)
    if request.method != "POST":
        title = str(kind.remove) % {"name": row.name}
        back = reverse(kind.word, args=[public_id])
        return ask(request, Question(title, str(kind.removing), _("Remove"), back, danger=True))
    with transaction.atomic():
        earlier = Earlier.of(request.portal)
        take_out(row, actor=request.person.login)
        change = earlier.saved(request.portal, row.name)
    return preview(request, change)


def _local(request: Request, public_id: uuid.UUID, kind: Kind) -> Entry:
    """One that is declared here. Raises Http404 also for those of a directory."""
    return get_object_or_404(
        Entry,
        portal=request.portal,
        kind=kind.kind,
        public_id=public_id,
        owner=LOCAL,
        left_at=None,
    )
