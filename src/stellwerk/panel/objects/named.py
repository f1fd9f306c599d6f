"""Object keys (`person:5`, `group:7@10`) as names and addresses for people who read pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.people.models import Entry, Group, Person

KINDS = {
    "person": _("Person"),
    "group": _("Group"),
    "context": _("Context"),
    "access_profile": _("Access profile"),
    "resource": _("Resource"),
    "functional_account": _("Functional account"),
    "source": _("Source"),
    "target": _("Target"),
    "portal": _("Portal"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """One object: its name, what it is, and its page ("" without one)."""

    name: str
    kind: str | Promise
    url: str = ""


def named(keys: Iterable[str]) -> dict[str, Named]:
    """The objects behind some keys, with one question for each kind; those gone are left out."""
    numbers: dict[str, dict[str, int]] = {}
    for key in set(keys):
        kind, _colon, rest = key.partition(":")
        number = rest.partition("@")[0]
        if number.isdigit():
            numbers.setdefault(kind, {})[key] = int(number)
    found: dict[str, Named] = {}
    if people := numbers.pop("person", {}):
        rows = Person.objects.only("login", "display_name", "public_id").in_bulk(people.values())
        for key, pk in people.items():
            if pk in rows:
                url = _address("person", rows[pk])
                found[key] = Named(rows[pk].login, KINDS["person"], url)
    if groups := numbers.pop("group", {}):
        some = Group.objects.only("name", "public_id").in_bulk(groups.values())
        for key, pk in groups.items():
            if pk in some:
                found[key] = Named(some[pk].name, KINDS["group"], _address("group", some[pk]))
    entries = {
        key: pk
        for kind in ("context", "access_profile", "resource", "functional_account")
        for key, pk in numbers.get(kind, {}).items()
    }
    if entries:
        things = Entry.objects.only("name", "kind").in_bulk(entries.values())
        for key, pk in entries.items():
            if pk in things:
                found[key] = Named(things[pk].name, KINDS[things[pk].kind])
    return found


def _address(page: str, row: Person | Group) -> str:
    try:
        return reverse(page, args=[row.public_id])
    except NoReverseMatch:
        return ""
