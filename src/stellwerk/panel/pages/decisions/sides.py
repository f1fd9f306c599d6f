"""Both sides of a question: what the directory says now, and who the portal knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.core import fold
from stellwerk.panel.objects.named import Named, named
from stellwerk.people.models import Person
from stellwerk.sources.models import Decision, Record

_KINDS: dict[str, str | Promise] = {
    Decision.Kind.LOGIN: gettext_lazy("The same login is claimed twice"),
    Decision.Kind.MAIL: gettext_lazy("The same mail address is claimed twice"),
    Decision.Kind.RECREATED: gettext_lazy("Deleted and made anew"),
}
_STATES: dict[str, str | Promise] = {
    Person.State.ACTIVE: gettext_lazy("active"),
    Person.State.DISABLED: gettext_lazy("disabled"),
    Person.State.LEFT: gettext_lazy("has left"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One field on both sides, and whether they agree."""

    name: str
    there: str
    here: str
    same: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One person a record is compared with: what is claimed, and the fields side by side."""

    person: Person
    named: Named | None
    state: str | Promise
    claims: Sequence[tuple[str | Promise, str]]
    lines: Sequence[Line]
    other_dns: Sequence[str]


@dataclass(frozen=True, slots=True)
class Matter:
    """One record in question. `acceptable`: "the same person" is an answer to it."""

    record: Record
    run: int
    asked: Sequence[Asked]
    acceptable: bool
    why_not: str = ""


def matters(records: Sequence[Record]) -> list[Matter]:
    """Some records with everything they are asked about, in three questions for all of them."""
    rows = list(
        Decision.objects.filter(record__in=records, refused=False)
        .select_related("person")
        .order_by("pk")
    )
    people = {row.person_id for row in rows}
    others = Record.objects.filter(person__in=people, absent_since=None).only("dn", "person_id")
    dns: dict[int, list[str]] = {}
    for other in others:
        dns.setdefault(other.person_id or 0, []).append(other.dn)
    names = named(f"person:{pk}" for pk in people)
    by_record: dict[int, list[Decision]] = {}
    for row in rows:
        by_record.setdefault(row.record_id, []).append(row)
    return [
        _matter(record, by_record[record.pk], dns, names)
        for record in records
        if record.pk in by_record
    ]


def _matter(
    record: Record, rows: Sequence[Decision], dns: dict[int, list[str]], names: dict[str, Named]
) -> Matter:
    by_person: dict[int, list[Decision]] = {}
    for row in rows:
        by_person.setdefault(row.person_id, []).append(row)
    asked = [_asked(record, some, dns, names) for some in by_person.values()]
    why = ""
    if record.person_id is not None:
        why = _(
            "This record already is somebody, and two people cannot become one. Give one of them"
            " another login or address in the directory, or refuse."
        )
    elif len(by_person) > 1:
        why = _(
            "This record claims what belongs to more than one person. Correct its login or its"
            " addresses in the directory, or refuse."
        )
    return Matter(record, rows[0].run, asked, not why, why)


def _asked(
    record: Record, rows: Sequence[Decision], dns: dict[int, list[str]], names: dict[str, Named]
) -> Asked:
    person = rows[0].person
    pairs = [
        (_("Login"), _first(record, "username"), person.login),
        (_("First name"), _first(record, "firstname"), person.first_name),
        (_("Surname"), _first(record, "lastname"), person.last_name),
        (_("Display name"), _first(record, "displayName"), person.display_name),
        (_("Mail"), _first(record, "mailPrimaryAddress"), person.mail),
    ]
    lines = [
        Line(name, there, here, fold.key(there) == fold.key(here))
        for name, there, here in pairs
        if there or here
    ]
    return Asked(
        person,
        names.get(f"person:{person.pk}"),
        _STATES[person.state],
        [(_KINDS[row.kind], row.value) for row in rows],
        lines,
        dns.get(person.pk, ()),
    )


def _first(record: Record, name: str) -> str:
    values = record.attributes.get(name) or [""]
    return str(values[0])
