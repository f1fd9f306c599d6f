"""What the pages of resources and those of functional accounts differ in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stellwerk.config.exporting import account_table, resource_table
from stellwerk.config.toml import Table
from stellwerk.core.visible import visible
from stellwerk.panel.pages.entries.forms import AccountForm, EntryForm, ResourceForm
from stellwerk.panel.settings.fields import Text
from stellwerk.people.models import Entry


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: `word` begins the names of its pages, `named` takes a name."""

    kind: str
    word: str
    many: str
    icon: str
    title: Text
    lead: Text
    add: Text
    new: Text
    named: Text
    change: Text
    sent: Text
    remove: Text
    removing: Text
    none: Text
    none_yet: Text
    form: type[EntryForm]
    table: Callable[[Entry], Table]
    facts: Sequence[tuple[Text, str]]

    def shown(self, row: Entry) -> list[tuple[Text, str]]:
        """Its properties in words; empty ones are left out."""
        found = [(label, _text(row, name)) for label, name in self.facts]
        return [(label, text) for label, text in found if text]


def _text(row: Entry, name: str) -> str:
    return visible(", ".join(row.attributes.get(name) or []))


RESOURCE = Kind(
    "resource",
    "resource",
    "resources",
    "projector",
    _("Resources"),
    _("Rooms and things that can be booked. Those of a directory are changed there."),
    _("Add a resource"),
    _("New resource"),
    _("Resource %(name)s"),
    _("Change the resource %(name)s"),
    _("What was sent for the resource %(name)s"),
    _("Remove the resource %(name)s?"),
    _(
        "Nobody can book it any more, and after the grace it is deleted, with its bookings. A plan"
        " shows it first."
    ),
    _("There is no resource yet"),
    _("A directory may bring some with its next reading, or add one here."),
    ResourceForm,
    resource_table,
    (
        (_("Display name"), "displayname"),
        (_("Mail"), "resourceMailAddress"),
        (_("Context"), "oxContext"),
        (_("Description"), "description"),
    ),
)
ACCOUNT = Kind(
    "functional_account",
    "functional-account",
    "functional-accounts",
    "inbox",
    _("Functional accounts"),
    _("Mailboxes of many: each member has one in OX. Those of a directory are changed there."),
    _("Add a functional account"),
    _("New functional account"),
    _("Functional account %(name)s"),
    _("Change the functional account %(name)s"),
    _("What was sent for the functional account %(name)s"),
    _("Remove the functional account %(name)s?"),
    _("Each member loses it; the mails stay on the mail server. A plan shows it first."),
    _("There is no functional account yet"),
    _("A directory may bring some with its next reading, or add one here."),
    AccountForm,
    account_table,
    ((_("Mail"), "mailPrimaryAddress"), (_("Name of the sender"), "personal")),
)
KINDS = (RESOURCE, ACCOUNT)
