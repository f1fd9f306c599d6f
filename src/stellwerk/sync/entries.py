"""Loads what is known of resources and functional accounts, and whom the latter are for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from stellwerk.people.models import Entry, EntryMember
from stellwerk.sources.models import Record
from stellwerk.sync.facts import load_applied, members_below
from stellwerk.sync.members import groups_of, member_logins
from stellwerk.sync.wanted import World
from stellwerk.sync.wanted_accounts import AccountFacts
from stellwerk.sync.wanted_resources import ResourceFacts, context_of
from stellwerk.targets.declared import LOCAL, contexts_known_at
from stellwerk.targets.models import Target
from stellwerk.targets.ox.accounts import login

_CHUNK = 500


def load_resources(world: World, pks: Sequence[int]) -> list[ResourceFacts]:
    """The facts of these resources, in order of their keys."""
    applied = load_applied(world.target, entry__in=pks, object__startswith="resource:")
    missing = _missing(pks)
    elsewhere: set[str] | None = None
    found = []
    for row in Entry.objects.filter(pk__in=pks, kind="resource").order_by("pk"):
        scope = context_of(row.attributes, world.rules)
        away = bool(scope) and scope not in world.contexts
        if away and elsewhere is None:
            elsewhere = _contexts_elsewhere(world)
        key = f"resource:{row.pk}"
        found.append(
            ResourceFacts(
                row.pk,
                key,
                row.name,
                row.left_at is not None,
                row.attributes,
                row.pk in missing,
                away and elsewhere is not None and scope in elsewhere,
                applied.get(key),
            )
        )
    return found


def _contexts_elsewhere(world: World) -> set[str]:
    """The contexts that the portal's other targets know."""
    here = Target.objects.get(pk=world.target)
    others = Target.objects.filter(portal=here.portal_id).exclude(pk=here.pk)
    return {
        (row.attributes.get("contextid") or [""])[0]
        for other in others
        for row in contexts_known_at(other).filter(left_at=None)
    }


def _missing(pks: Sequence[int]) -> set[int]:
    """Those all of whose records are missing from their last reading."""
    rows = Record.objects.filter(entry__in=pks, absent_since=None)
    known = list(rows.values_list("entry_id", "missing_since"))
    there = {pk for pk, since in known if since is None}
    return {pk for pk, _ in known if pk is not None} - there


def load_accounts(pks: Sequence[int]) -> dict[int, AccountFacts]:
    """The facts of these functional accounts, by primary key."""
    missing = _missing(pks)
    people: dict[int, set[int]] = defaultdict(set)
    groups: dict[int, set[int]] = defaultdict(set)
    named = EntryMember.objects.filter(entry__in=pks)
    for entry, person, group in named.values_list("entry_id", "person_id", "subgroup_id"):
        if person is not None:
            people[entry].add(person)
        elif group is not None:
            groups[entry].add(group)
    below = members_below(sorted(set().union(*groups.values())))
    return {
        row.pk: AccountFacts(
            row.pk,
            row.name,
            row.left_at is not None,
            _with_id(row),
            frozenset(people[row.pk]).union(*(below[pk] for pk in groups[row.pk])),
            row.pk in missing,
        )
        for row in Entry.objects.filter(pk__in=pks, kind="functional_account")
    }


def _with_id(row: Entry) -> Mapping[str, Sequence[str]]:
    """Its properties; one that no directory brings is known by the id it has here."""
    own = {"entryUUID": [str(row.public_id)]} if row.owner == LOCAL else {}
    return {**own, **row.attributes}


def logins(
    world: World, facts: Mapping[int, AccountFacts], members: Mapping[int, Collection[int]]
) -> dict[tuple[int, int], str]:
    """(functional account, person) -> login by the target's template, "" where it gives none.

    `members` are the people to ask about, by account; they are loaded 500 at a time.
    """
    found: dict[tuple[int, int], str] = {}
    for attributes, dns in _people(frozenset().union(*members.values())):
        for account, people in members.items():
            for pk in people:
                if pk in attributes:
                    found[account, pk] = login(
                        world.account_login,
                        facts[account].attributes,
                        attributes[pk],
                        dns.get(pk, ""),
                    )
    return found


def _people(
    pks: Collection[int],
) -> Iterator[tuple[dict[int, dict[str, list[str]]], dict[int, str]]]:
    """Properties and DNs of people, 500 at a time; the first source wins."""
    ordered = sorted(pks)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        attributes: dict[int, dict[str, list[str]]] = {
            pk: {"username": [name]} for pk, name in member_logins(chunk).items()
        }
        dns: dict[int, str] = {}
        rows = Record.objects.filter(person__in=chunk, absent_since=None)
        ordered_rows = rows.order_by("-source__position", "-source_id", "-pk")
        for pk, values, dn in ordered_rows.values_list("person_id", "attributes", "dn"):
            if pk in attributes:
                attributes[pk] |= values
                dns[pk] = dn
        yield attributes, dns


def accounts_of(people: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
    """Scope -> the functional accounts that some of its people are in, also through groups."""
    if not people or not EntryMember.objects.exists():
        return {}
    groups = groups_of(people)
    by_person = _named("person", frozenset().union(*people.values()))
    by_group = _named("subgroup", frozenset().union(*groups.values()))
    return {
        scope: set().union(
            *(by_person.get(pk, ()) for pk in some),
            *(by_group.get(pk, ()) for pk in groups.get(scope, ())),
        )
        for scope, some in people.items()
    }


def accounts_with(groups: Collection[int]) -> set[int]:
    """The functional accounts that name one of these groups."""
    return set().union(*_named("subgroup", groups).values())


def _named(column: str, pks: Collection[int]) -> dict[int, set[int]]:
    ordered = sorted(pks)
    found: dict[int, set[int]] = defaultdict(set)
    for start in range(0, len(ordered), _CHUNK):
        rows = EntryMember.objects.filter(
            entry__kind="functional_account",
            **{f"{column}__in": ordered[start : start + _CHUNK]},
        )
        for pk, entry in rows.values_list(f"{column}_id", "entry_id"):
            found[pk].add(entry)
    return found
