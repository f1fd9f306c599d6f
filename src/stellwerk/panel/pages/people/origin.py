"""Where each value of a person comes from, and why it cannot be changed here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.people.models import Person
from stellwerk.sources.models import SIGN_ON, Record

Text = str | Promise

_FIELDS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("login", gettext_lazy("Login"), ("username",)),
    ("first_name", gettext_lazy("First name"), ("firstname",)),
    ("last_name", gettext_lazy("Last name"), ("lastname",)),
    ("display_name", gettext_lazy("Display name"), ("oxDisplayName", "displayName")),
    ("mail", gettext_lazy("Mail"), ("mailPrimaryAddress",)),
)
_SECRET = ("password", "hash", "secret")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a person: its source and attribute ("" where none gave it), and the lock."""

    name: Text
    value: str
    source: str
    attribute: str
    lock: str


@dataclass(frozen=True, slots=True)
class Given:
    """One attribute as a source gave it."""

    source: str
    attribute: str
    value: str


def values(person: Person, records: Sequence[Record], *, signs_on: bool) -> list[Value]:
    """The person's own fields, each with the record and attribute that it was taken from.

    What an identity provider said keeps nothing once they do not sign in by it any more.
    """
    if not signs_on:
        records = [row for row in records if row.source.kind != SIGN_ON]
    found = []
    signed_on = {row.source.name for row in records if row.source.kind == SIGN_ON}
    for field, label, attributes in _FIELDS:
        value = str(getattr(person, field))
        source, attribute = _giver(value, attributes, records)
        if not source and records and value:
            source = records[0].source.name
            attribute = ", ".join(_made_of(field))
        found.append(Value(label, value, source, attribute, _lock(source, signed_on)))
    return found


def _lock(source: str, signed_on: Collection[str]) -> str:
    if not source:
        return ""
    if source in signed_on:
        return _("The identity provider says it anew with every sign-in: change it there.")
    return _("Kept by the source %(source)s: change it there.") % {"source": source}


def _giver(value: str, attributes: Sequence[str], records: Sequence[Record]) -> tuple[str, str]:
    for record in records:
        for attribute in attributes:
            given = record.attributes.get(attribute) or [""]
            if value and str(given[0]).strip()[: len(value)] == value:
                return record.source.name, attribute
    return "", ""


def _made_of(field: str) -> tuple[str, ...]:
    return ("firstname", "lastname") if field == "display_name" else ()


def given(records: Sequence[Record]) -> list[Given]:
    """Everything the sources say, secrets masked, pictures by their hash."""
    rows = []
    for record in records:
        for name, held in sorted(record.attributes.items()):
            secret = any(word in name.casefold() for word in _SECRET)
            shown = "***" if secret else ", ".join(str(value) for value in held)
            rows.append(Given(record.source.name, name, shown))
        rows += [
            Given(record.source.name, name, f"sha256:{digest[:16]}…")
            for name, digest in sorted(record.blobs.items())
        ]
    return rows
