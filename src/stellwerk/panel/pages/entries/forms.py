"""The forms of a resource and of a functional account."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stellwerk.config.declared import entry_key
from stellwerk.config.document import EntryWish
from stellwerk.config.functional_account import functional_account
from stellwerk.config.resource import resource
from stellwerk.config.section import Section
from stellwerk.config.toml import Table
from stellwerk.core import fold
from stellwerk.panel.settings.fields import LinesField, text, tick
from stellwerk.panel.settings.form import Part, SettingsForm
from stellwerk.panel.settings.mistakes import put, section_of
from stellwerk.people.models import Entry, Group, Person
from stellwerk.portals.models import Portal

_MOST = 5


class EntryForm(SettingsForm):
    """What both kinds of forms have: the portal whose people, groups and contexts they offer."""

    def __init__(self, portal: Portal, data: Any = None, *, row: Table | None = None) -> None:
        self.portal = portal
        super().__init__(data, row=row)

    def wish(self) -> EntryWish | None:
        """What is wanted; None when something is wrong, which the form then says."""
        if not self.is_valid():
            return None
        section = section_of(self.table())
        found = self.read(section)
        put(self, section.problems)
        return None if section.problems else found

    def read(self, section: Section) -> EntryWish:
        """The table as the reader of configuration files understands it."""
        raise NotImplementedError


class ResourceForm(EntryForm):
    """A room or a thing that can be booked."""

    PARTS = (
        Part(
            _("Resource"),
            ("name", "display_name", "mail", "context", "description", "available"),
        ),
    )
    name = text(_("Name"), _("Letters without accents, digits and $ @ % . + _ -."), "hall",
                required=True, max_length=64)  # fmt: skip
    display_name = text(_("Display name"), _("Where it is empty, the name is shown."), "Great hall",
                        max_length=128)  # fmt: skip
    mail = text(_("Mail"), _("OX makes no resource without an address, and it is nobody else's."),
                "hall@example.org", required=True, max_length=255)  # fmt: skip
    context = forms.ChoiceField(
        label=_("Context"),
        required=False,
        help_text=_("Where it can be booked. Another one later is a move: its bookings stay."),
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    available = tick(_("Can be booked"), usual=True)

    def __init__(self, portal: Portal, data: Any = None, *, row: Table | None = None) -> None:
        super().__init__(portal, data, row=row)
        field = self.fields["context"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("as the rules say")), *_contexts(portal, row)]

    def read(self, section: Section) -> EntryWish:
        """A resource."""
        return resource(section)

    def initial_of(self, row: Table) -> dict[str, Any]:
        """What is left out of the table is as usual."""
        shown = {"available": True} | super().initial_of(row)
        return shown | {"context": str(row.get("context", ""))}


class AccountForm(EntryForm):
    """A mailbox of many."""

    PARTS = (
        Part(_("Functional account"), ("name", "mail", "personal")),
        Part(_("Members"), ("members", "groups"), _("Each of them gets an account in OX.")),
    )
    name = text(_("Name"), _("What the account is called in OX."), "Info desk", required=True,
                max_length=120)  # fmt: skip
    mail = text(_("Mail"), _("The account is known by it; another one later waits for approval."),
                "info@example.org", required=True, max_length=80)  # fmt: skip
    personal = text(_("Name of the sender"), _("What those see who get mail from it."),
                    "Town of Musterstadt", max_length=255)  # fmt: skip
    members = LinesField(label=_("People"), help_text=_("One login a line."))
    groups = LinesField(
        label=_("Groups"), help_text=_("One name a line; everybody in them, also through others.")
    )

    def read(self, section: Section) -> EntryWish:
        """A functional account."""
        return functional_account(section)

    def clean_members(self) -> list[str]:
        """Logins of people who are here, or were named before they are."""
        asked = {fold.key(login): login for login in self.cleaned_data["members"]}
        here = Person.objects.filter(portal=self.portal, login_key__in=list(asked))
        known = here.exclude(state=Person.State.LEFT).values_list("login_key", flat=True)
        allowed = {*known, *self._kept("members")}
        unknown = [login for key, login in asked.items() if key not in allowed]
        if unknown:
            said = gettext("Nobody here has the login %(names)s.")
            raise forms.ValidationError(said % {"names": ", ".join(unknown[:_MOST])})
        return list(asked.values())

    def clean_groups(self) -> list[str]:
        """Names of groups that are here, or were named before they are."""
        asked = {fold.key(name): name for name in self.cleaned_data["groups"]}
        here = Group.objects.filter(portal=self.portal, name_key__in=list(asked), left_at=None)
        known = here.values_list("name_key", flat=True)
        unknown = asked.keys() - {*known, *self._kept("groups")}
        if unknown:
            names = ", ".join(asked[key] for key in sorted(unknown)[:_MOST])
            raise forms.ValidationError(
                gettext("No group here is called %(names)s.") % {"names": names}
            )
        return list(asked.values())

    def _kept(self, name: str) -> set[str]:
        return {fold.key(one) for one in (self.row or {}).get(name, ())}


def _contexts(portal: Portal, row: Table | None) -> list[tuple[str, str]]:
    """The contexts that are known, and the one that is chosen."""
    known = Entry.objects.filter(portal=portal, kind="context", left_at=None)
    found = {entry_key(one): one.name for one in known}
    if row and row.get("context"):
        found.setdefault(str(row["context"]), "")
    ordered = sorted(found, key=lambda number: (len(number), number))
    return [(number, f"{number} · {found[number]}".rstrip(" ·")) for number in ordered]
