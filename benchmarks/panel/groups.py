"""More groups than a directory of the same town has: direct ones, and groups of groups."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from benchmarks.panel.rows import insert, numbers
from stellwerk.core import fold
from stellwerk.people.models import Group, Membership
from stellwerk.sources.models import Record, Source
from stellwerk.sync.models import Applied, AppliedMember
from stellwerk.sync.names import group_key
from stellwerk.targets.models import Target

_MEMBERS = (5, 60)
_INSIDE = 3
"""Every tenth group holds so many others instead of people."""


@dataclass(frozen=True, slots=True)
class Made:
    """One group: its key, name and scope, whom it holds, and the groups in it."""

    pk: int
    name: str
    scope: str
    people: frozenset[int]
    inside: tuple["Made", ...] = ()

    @property
    def dn(self) -> str:
        """Where the directory has it."""
        return f"cn={self.name},cn=groups,dc=lindenau,dc=example"


def add_groups(source: Source, target: Target, wanted: int) -> None:
    """Fill up to so many groups, each applied in one context."""
    made = list(_made(target, wanted - Group.objects.count()))
    dns: dict[int | None, str] = dict(
        Record.objects.exclude(person=None).values_list("person_id", "dn")
    )
    insert(Group, (_group(one, source.portal_id) for one in made))
    insert(Record, (_record(one, source, dns) for one in made))
    insert(Membership, (row for one in made for row in _memberships(one, source, dns)))
    keys = dict(zip((one.pk for one in made), numbers(Applied), strict=False))
    insert(Applied, (_applied(one, target, keys[one.pk]) for one in made))
    insert(
        AppliedMember,
        (
            {"applied_id": keys[one.pk], "person_id": pk}
            for one in made
            for pk in sorted(one.people)
        ),
    )


def _made(target: Target, count: int) -> Iterator[Made]:
    chance = random.Random("groups")
    scopes: dict[str, list[int]] = {}
    there = Applied.objects.filter(target=target, person__isnull=False).order_by("pk")
    for pk, scope in there.values_list("person_id", "scope"):
        scopes.setdefault(scope, []).append(pk)
    before: dict[str, list[Made]] = {scope: [] for scope in scopes}
    order = sorted(scopes)
    for number, pk in enumerate(islice(numbers(Group), max(count, 0))):
        scope = order[number % len(order)]
        if number % 10 == 9 and len(before[scope]) >= _INSIDE:
            inside = tuple(chance.sample(before[scope], _INSIDE))
            people = frozenset().union(*(one.people for one in inside))
            yield Made(pk, f"Verbund {number}", scope, people, inside)
        else:
            size = min(chance.randint(*_MEMBERS), len(scopes[scope]))
            people = frozenset(chance.sample(scopes[scope], size))
            one = Made(pk, f"Arbeitskreis Süd {number}", scope, people)
            before[scope].append(one)
            yield one


def _group(one: Made, portal: int) -> dict[str, object]:
    text = f"trifft sich im Haus {one.pk % 40}"
    return {
        "id": one.pk,
        "portal_id": portal,
        "name": one.name,
        "name_key": fold.key(one.name),
        "description": text,
        "search": fold.search_text(one.name, text),
        "sort_key": fold.fold(one.name),
    }


def _members(one: Made, dns: dict[int | None, str]) -> list[tuple[str, int | None, int | None]]:
    """(DN, person, group) of every direct member."""
    if one.inside:
        return [(inner.dn, None, inner.pk) for inner in one.inside]
    return [(dns[pk], pk, None) for pk in sorted(one.people)]


def _record(one: Made, source: Source, dns: dict[int | None, str]) -> dict[str, object]:
    ident = uuid5(NAMESPACE_URL, one.dn)
    members = [dn for dn, _person, _group in _members(one, dns)]
    return {
        "source_id": source.pk,
        "kind": "group",
        "ident": str(ident),
        "dn": one.dn,
        "dn_key": one.dn.casefold(),
        "attributes": {"name": [one.name], "isOxGroup": ["OK"], "members": members},
        "fingerprint": ident.bytes,
        "group_id": one.pk,
    }


def _memberships(
    one: Made, source: Source, dns: dict[int | None, str]
) -> Iterator[dict[str, object]]:
    for dn, person, group in _members(one, dns):
        ref = f"{source.pk}:{dn.casefold()}"
        yield {"group_id": one.pk, "ref": ref, "person_id": person, "subgroup_id": group}


def _applied(one: Made, target: Target, pk: int) -> dict[str, object]:
    return {
        "id": pk,
        "target_id": target.pk,
        "object": f"group:{one.pk}@{one.scope}",
        "group_id": one.pk,
        "scope": one.scope,
        "remote_id": str(100_000 + one.pk),
        "fields": {"name": f"group-{one.pk}", "displayname": one.name},
        "name_key": group_key(f"group-{one.pk}"),
        "version": 1,
    }
