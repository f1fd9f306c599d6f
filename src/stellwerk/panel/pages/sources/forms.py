"""The forms of sources: what `config import` can set, in parts."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stellwerk.config.document import READ_EVERY, SourceWish
from stellwerk.config.duration import span
from stellwerk.config.source import source
from stellwerk.config.toml import Table
from stellwerk.panel.settings.fields import (
    LinesField,
    Text,
    authority,
    number,
    own_name,
    secret,
    text,
    tick,
    whole,
)
from stellwerk.panel.settings.form import Part, SettingsForm
from stellwerk.panel.settings.kinds import ExtraField, KindsField
from stellwerk.panel.settings.mistakes import put, section_of
from stellwerk.panel.settings.percent import as_share, in_percent
from stellwerk.sources.base import Kind

DIALECTS = [
    ("ucs", _("Univention Corporate Server")),
    ("nubus", _("Univention Nubus")),
    ("openldap", _("OpenLDAP")),
    ("active_directory", _("Active Directory, Samba")),
    ("ds389", _("389 Directory Server")),
]
RELINK = [
    ("ask", _("Ask: somebody decides before anything happens")),
    ("mail", _("The same address is the same person")),
    ("never", _("Never: the new person waits until the old account is gone")),
]
KINDS = {
    Kind.PERSON: _("People"),
    Kind.GROUP: _("Groups"),
    Kind.CONTEXT: _("Contexts"),
    Kind.ACCESS_PROFILE: _("Access profiles"),
    Kind.FUNCTIONAL_ACCOUNT: _("Functional accounts"),
    Kind.RESOURCE: _("Resources"),
}
_SAFETY = Part(
    _("Is it everything?"),
    ("minimum", "canary_dns", "gate_count", "gate_share", "gate_floor", "relink"),
    _("Nobody is removed because of a reading that cannot have been whole."),
)


class SourceForm(SettingsForm):
    """What sources of every kind have."""

    KIND = ""
    name = own_name()
    dialect = forms.ChoiceField(
        label=_("Directory"),
        choices=DIALECTS,
        help_text=_("Says what attributes are called and which objects are people, groups …"),
    )
    read_every = text(
        _("Read every"),
        _("90s, 15m, 2h or 1d. A file is also read when it changes."),
        "15m",
    )
    minimum = whole(
        _("At least so many objects"),
        _("A reading that brings fewer is not taken for whole."),
        0,
        10_000_000,
    )
    canary_dns = LinesField(
        label=_("Objects that must be seen"),
        help_text=_("One DN a line. If one is missing, the account may not see everything."),
    )
    gate_count = whole(
        _("Missing within 24 hours at most"),
        _("If more are missing, nobody of them leaves before you say so. 50 if empty."),
        0,
        1_000_000,
    )
    gate_share = number(
        _("… and at most this share of all objects of their kind, in percent"),
        _("5 if empty."),
        0,
        100,
    )
    gate_floor = whole(
        _("… but fewer than this never wait because of the share"), _("5 if empty."), 0, 1_000_000
    )
    relink = forms.ChoiceField(
        label=_("Somebody was deleted and made anew"), choices=RELINK, initial="ask"
    )
    extra = ExtraField(
        many=False,
        example="person: departmentNumber = department",
        label=_("More attributes"),
        help_text=_("One a line: kind, LDAP attribute, and the property that rules ask for."),
    )

    def initial_of(self, row: Table) -> dict[str, Any]:
        """As kept, with the usual interval where none is."""
        usual = {"read_every": span(READ_EVERY), "relink": "ask"}
        return usual | in_percent(super().initial_of(row))

    def table(self) -> Table:
        """The share as the file has it."""
        return as_share(super().table())

    def wish(self) -> SourceWish | None:
        """The source that is wanted; None when something is wrong, which the form then says."""
        if not self.is_valid():
            return None
        section = section_of({**self.table(), "kind": self.KIND})
        found = source(section, Path(settings.DATA))
        put(self, section.problems)
        return None if section.problems else found


class LdapForm(SourceForm):
    """An LDAP server."""

    KIND = "ldap"
    SECRETS = {"password": ("url", "start_tls", "ca_file")}
    PARTS = (
        Part(_("Server"), ("name", "dialect", "url", "base", "read_every")),
        Part(
            _("Sign-in"),
            ("bind_dn", "password"),
            _("An account that may read, and nothing else. Stellwerk never writes a directory."),
        ),
        _SAFETY,
        Part(
            _("Encryption and details"),
            ("start_tls", "ca_file", "page_size", "timeout"),
            advanced=True,
        ),
        Part(_("What is read"), ("kinds", "bases", "filters", "extra"), advanced=True),
    )
    url = text(_("Address"), _("ldaps://, ldap:// or ldapi://. UCS listens on 7636 and 7389."),
               "ldaps://ldap.example.org:7636", required=True)  # fmt: skip
    base = text(_("Base"), _("Everything is looked for below this DN."), "dc=example,dc=org",
                required=True)  # fmt: skip
    bind_dn = text(
        _("DN of the account"),
        _("Empty: read anonymously."),
        "uid=stellwerk,cn=users,dc=example,dc=org",
    )
    password = secret(_("Password"))
    start_tls = tick(_("Encrypt with StartTLS"), _("With ldap:// only."))
    ca_file = authority()
    page_size = whole(_("Objects in one answer"), _("500 if empty."), 1, 100_000)
    timeout = number(_("Seconds for each answer"), _("30 if empty."), 1, 3600)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of objects"),
        choices=[(str(kind), label) for kind, label in KINDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all that the directory knows."),
    )
    bases = KindsField(
        many=True,
        example="person: cn=users,dc=example,dc=org",
        label=_("Bases by kind"),
        help_text=_("Where a kind is looked for, if not everywhere below the base. One a line."),
    )
    filters = KindsField(
        many=False,
        example="person: (univentionObjectType=users/user)",
        label=_("Filters by kind"),
        help_text=_("Which objects are of a kind, in place of the usual filter. One a line."),
    )

    def clean(self) -> dict[str, Any]:
        """An account needs its password, StartTLS an address without TLS."""
        data = super().clean()
        if data.get("bind_dn") and not data.get("password") and not self.keeps("password"):
            self.add_error("password", _("Type the password of this account."))
        if data.get("password") and not data.get("bind_dn"):
            self.add_error("bind_dn", _("Whose password is it?"))
        if data.get("start_tls") and not str(data.get("url", "")).startswith("ldap://"):
            self.add_error("start_tls", _("This goes with ldap:// only."))
        return data

    def table(self) -> Table:
        """Who reads anonymously has no password."""
        table = super().table()
        if "bind_dn" not in table:
            table.pop("password_kept", None)
        return table


class LdifForm(SourceForm):
    """An LDIF file."""

    KIND = "ldif"
    PARTS = (
        Part(_("File"), ("name", "dialect", "path", "read_every")),
        _SAFETY,
        Part(_("What is read"), ("extra",), advanced=True),
    )
    path = text(
        _("Path"),
        _("In the data folder, on the machine where Stellwerk runs; it ends in .ldif."),
        "directory.ldif",
        required=True,
    )

    def __init__(self, data: Any = None, *, row: Table | None = None, **more: Any) -> None:
        super().__init__(data, row=row, **more)
        if row is not None and self._refused(str(row.get("path", ""))):
            self.lock("path", _("The configuration file named it; the panel opens no such file."))

    def clean_path(self) -> str:
        """Only the configuration file may name files outside the data folder, or of other names.

        What is wrong in a file is shown with its line: secrets lie in the data folder too.
        """
        path = str(self.cleaned_data["path"])
        if "path" not in self.locked and (why := self._refused(path)):
            raise forms.ValidationError(str(why))
        return path

    def _refused(self, path: str) -> Text:
        data = Path(settings.DATA).resolve()
        whole = (data / path).resolve()
        if not whole.is_relative_to(data):
            return _(
                "This is outside the data folder. Such a path can be set with config import alone."
            )
        return "" if whole.suffix.lower() == ".ldif" else _("Its name must end in .ldif.")


FORMS: dict[str, type[SourceForm]] = {"ldap": LdapForm, "ldif": LdifForm}
