"""The page of an access profile's rights, and its removal."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.config.document import EntryWish
from stellwerk.config.exporting import profile_table
from stellwerk.config.removing import accounts_of, rules_about
from stellwerk.config.saving import save_entry
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link
from stellwerk.panel.dialogs.question import Question
from stellwerk.panel.pages.profiles.forms import ProfileForm
from stellwerk.panel.settings import removal
from stellwerk.panel.settings.editing import Edited
from stellwerk.panel.settings.editing import edit as edit_page
from stellwerk.panel.settings.removal import Removal
from stellwerk.panel.templatetags.ui import number
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.targets.declared import LOCAL

_PAGE = "profiles/edit.html"


class EditedProfile(Edited[EntryWish]):
    """An access profile on its page."""

    form: ProfileForm

    def __init__(self, portal: Portal, row: Entry | None, form: ProfileForm) -> None:
        self.portal, self.row, self.form = portal, row, form

    def wish(self) -> EntryWish | None:
        """The profile that is asked for; a new one has a name of its own."""
        wish = self.form.wish()
        known = Entry.objects.filter(portal=self.portal, kind="access_profile", left_at=None)
        if wish and self.row is None and known.filter(name=wish.name).exists():
            self.form.add_error("name", _("There is an access profile of this name already."))
            return None
        return wish

    def save(self, wish: EntryWish, *, seen: str | None, actor: str) -> str:
        """Save it."""
        return save_entry(self.portal, wish, seen=seen, actor=actor).name


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """An access profile that is not there yet."""
    edited = EditedProfile(request.portal, None, ProfileForm(request.POST or None))
    head = Head(_("New access profile"), crumbs=_crumbs())
    return edit_page(request, edited, _PAGE, head, reverse("profiles"))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """An access profile that is declared here."""
    row = _local(request, public_id)
    back = reverse("profile", args=[public_id])
    title = _("Change the access profile %(name)s") % {"name": row.name}
    head = Head(title, crumbs=(*_crumbs(), Link(row.name, back)))
    form = ProfileForm(request.POST or None, row=profile_table(row))
    return edit_page(request, EditedProfile(request.portal, row, form), _PAGE, head, back)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: str) -> HttpResponse:
    """Ask, then take it back; refused while somebody has it or a rule gives it."""
    row = _local(request, public_id)
    question = Question(
        _("Remove the access profile %(name)s?") % {"name": row.name},
        _("Nobody has it, and no rule gives it."),
        _("Remove"),
        reverse("profile", args=[public_id]),
        danger=True,
        facts=((_("Accounts that have it"), number(0)), (_("Rules that give it"), number(0))),
    )
    gone = _("The access profile %(name)s is removed.") % {"name": row.name}
    return removal.remove(request, Removal(row, question, _in_use(row), gone, reverse("profiles")))


def _in_use(row: Entry) -> str:
    accounts, rules = accounts_of(row), rules_about(row)
    if not accounts and not rules:
        return ""
    names = ", ".join(f"{rule.target.name}: {rule.name}" for rule in rules) or "–"
    said = _("Accounts that have it: %(number)s. Rules that give it: %(rules)s.")
    return said % {"number": number(accounts), "rules": names}


def _local(request: Request, public_id: str) -> Entry:
    """One that is declared here. Raises Http404 also for those of a directory."""
    return get_object_or_404(
        Entry,
        portal=request.portal,
        kind="access_profile",
        public_id=public_id,
        owner=LOCAL,
        left_at=None,
    )


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Access profiles"), reverse("profiles")),)
