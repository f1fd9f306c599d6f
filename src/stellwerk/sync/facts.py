"""Loads what is known of people and groups, up to 500 at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from stellwerk.people.models import Group, Membership, Person
from stellwerk.sources.models import Decision, Record
from stellwerk.sync import models
from stellwerk.sync.assignments import Subject
from stellwerk.sync.photos import photos
from stellwerk.sync.wanted import Applied, Facts, Move, World


def load_people(world: World, pks: Sequence[int]) -> list[Facts]:
    """The facts of these people, in order of their keys; who is gone from the store is left out."""
    attributes, blobs, dn_keys, sources, missing = _records("person_id", pks)
    questions = _questions(pks)
    groups = _groups_above(pks) if _asks_for_groups(world) else {}
    applied = load_applied(world.target, person__in=pks)
    seen = photos({digest for one in blobs.values() for digest in one.values()})
    return [
        Facts(
            pk=pk,
            key=f"person:{pk}",
            label=login,
            left=state == Person.State.LEFT,
            subject=Subject(
                "person",
                attributes[pk],
                tuple(dn_keys[pk]),
                groups.get(pk, frozenset()),
                frozenset(sources[pk]),
            ),
            blobs={name: seen[digest] for name, digest in blobs[pk].items() if digest in seen},
            question=questions.get(pk, ""),
            applied=applied.get(f"person:{pk}"),
            missing=pk in missing,
        )
        for pk, login, state in Person.objects.filter(pk__in=pks)
        .order_by("pk")
        .values_list("pk", "login", "state")
    ]


def _asks_for_groups(world: World) -> bool:
    return any("group" in rule.match for rule in world.rules)


def _records(
    owner: str, pks: Sequence[int]
) -> tuple[
    dict[int, dict[str, list[str]]],
    dict[int, dict[str, str]],
    dict[int, list[str]],
    dict[int, set[str]],
    set[int],
]:
    """Attributes, photos, folded DNs and source names per object; the first source wins.

    Last those all of whose records are missing from their last reading; of the others only the
    records that are there count.
    """
    attributes: dict[int, dict[str, list[str]]] = defaultdict(dict)
    blobs: dict[int, dict[str, str]] = defaultdict(dict)
    dn_keys: dict[int, list[str]] = defaultdict(list)
    sources: dict[int, set[str]] = defaultdict(set)
    rows = (
        Record.objects.filter(**{f"{owner}__in": pks}, absent_since=None)
        .order_by("source__position", "source_id", "pk")
        .values_list(owner, "attributes", "blobs", "dn_key", "source__name", "missing_since")
    )
    there = {row[0] for row in rows if row[5] is None}
    missing = {row[0] for row in rows} - there
    for pk, values, pictures, dn_key, source, since in rows:
        if since is not None and pk in there:
            continue
        attributes[pk] = {**values, **attributes[pk]} if attributes[pk] else values
        blobs[pk] = {**pictures, **blobs[pk]}
        dn_keys[pk].append(dn_key)
        sources[pk].add(source)
    return attributes, blobs, dn_keys, sources, missing


def _questions(pks: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    rows = Decision.objects.filter(Q(person__in=pks) | Q(record__person__in=pks), refused=False)
    for row in rows.select_related("record"):
        text = f"{row.get_kind_display()}: {row.value} ({row.record.dn})"
        for pk in (row.person_id, row.record.person_id):
            if pk is not None:
                found.setdefault(pk, text)
    return found


def load_applied(target: int, **which: Any) -> dict[str, Applied]:
    """What was applied, by object key. ``which`` is a filter on `models.Applied`."""
    return {
        row.object: Applied(
            row.pk,
            row.scope,
            row.remote_id,
            row.disabled,
            row.fields,
            row.profile,
            row.rule,
            row.disabled_at,
            row.by_hand,
            row.stamp,
            row.stamp_sent.get("scope", row.scope) if row.stamp else "",
            move=Move(**row.move) if row.move else None,
        )
        for row in models.Applied.objects.filter(target=target, **which)
    }


def _groups_above(pks: Sequence[int]) -> dict[int, frozenset[str]]:
    """The folded names of all groups each person is in, nested ones included."""
    direct: dict[int, set[int]] = defaultdict(set)
    for person, group in Membership.objects.filter(person__in=pks).values_list(
        "person_id", "group_id"
    ):
        direct[person].add(group)
    parents: dict[int, set[int]] = defaultdict(set)
    level = set().union(*direct.values()) if direct else set()
    seen = set(level)
    while level:
        above: set[int] = set()
        for child, group in Membership.objects.filter(subgroup__in=level).values_list(
            "subgroup_id", "group_id"
        ):
            parents[child].add(group)
            above.add(group)
        level = above - seen
        seen |= above
    names = dict(Group.objects.filter(pk__in=seen, left_at=None).values_list("pk", "name_key"))
    return {
        person: frozenset(names[g] for g in _reach(groups, parents) if g in names)
        for person, groups in direct.items()
    }


def _reach(start: Iterable[int], edges: Mapping[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    stack = list(start)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            stack.extend(edges.get(node, ()))
    return seen


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is known of one group: its rule subject and everybody in it, nested ones included."""

    pk: int
    name: str
    left: bool
    subject: Subject
    people: frozenset[int]
    missing: bool = False


def load_groups(world: World, pks: Sequence[int]) -> dict[int, GroupFacts]:
    """The facts of these groups, by primary key."""
    attributes, _, dn_keys, sources, missing = _records("group_id", pks)
    people = members_below(pks)
    return {
        pk: GroupFacts(
            pk,
            name,
            left_at is not None,
            Subject(
                "group",
                attributes[pk],
                tuple(dn_keys[pk]),
                frozenset({key}),
                frozenset(sources[pk]),
            ),
            people[pk],
            pk in missing,
        )
        for pk, name, key, left_at in Group.objects.filter(pk__in=pks).values_list(
            "pk", "name", "name_key", "left_at"
        )
    }


def members_below(pks: Sequence[int]) -> dict[int, frozenset[int]]:
    """Everybody in these groups, nested groups flattened, cycles endured."""
    people: dict[int, set[int]] = defaultdict(set)
    children: dict[int, set[int]] = defaultdict(set)
    level, seen = set(pks), set(pks)
    while level:
        below: set[int] = set()
        rows = Membership.objects.filter(group__in=level, group__left_at=None)
        for group, person, subgroup in rows.values_list("group_id", "person_id", "subgroup_id"):
            if person is not None:
                people[group].add(person)
            elif subgroup is not None:
                children[group].add(subgroup)
                below.add(subgroup)
        level = below - seen
        seen |= below
    return {
        pk: frozenset().union(*(people[group] for group in _reach([pk], children))) for pk in pks
    }
