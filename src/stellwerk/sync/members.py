"""Which context each member of a group is in, applied or about to be."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from stellwerk.core import changes
from stellwerk.people.models import Membership, Person
from stellwerk.sync.lanes import lane_of
from stellwerk.sync.marks import remind
from stellwerk.sync.models import Applied, Imported, Work
from stellwerk.sync.wanted import World

_CHUNK = 500


def members_in(world: World, people: Collection[int]) -> dict[int, str]:
    """Person -> scope, for everybody with an account there or one on its way.

    Who is parked before an account was made is in no context, nor is who was switched off, unless
    on the way back.
    """
    ordered = sorted(people)
    scopes: dict[int, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        rows = Work.objects.filter(
            target=world.target,
            object__in=[f"person:{pk}" for pk in chunk],
            state=Work.State.READY,
        )
        accounts = list(
            Applied.objects.filter(target=world.target, person__in=chunk)
            .exclude(remote_id="")
            .values_list("person_id", "scope", "disabled")
        )
        off = {person for person, _, disabled in accounts if disabled}
        for number, scope, lane in rows.exclude(scope="").values_list("number", "scope", "lane"):
            if number not in off or (lane and not lane.startswith("~")):
                scopes[number] = scope
        for person, scope, disabled in accounts:
            if person is not None and not disabled:
                scopes[person] = scope
    return scopes


def remote_ids(target: int, scope: str, people: Collection[int]) -> dict[int, str]:
    """Person -> id in a context of the target, for everybody who has an account in it."""
    ordered = sorted(people)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Applied.objects.filter(
            target=target, scope=scope, person__in=ordered[start : start + _CHUNK]
        ).exclude(remote_id="")
        found.update(rows.values_list("person_id", "remote_id"))
    return found


def with_accounts(people: Collection[int]) -> set[int]:
    """Who of these has an account at any target, or had one by what another connector knew.

    One that is just being made counts, and one of which it is not known whether it was.
    """
    ordered = sorted(people)
    found: set[int] = set()
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        rows = Applied.objects.filter(person__in=chunk)
        found.update(pk for pk in rows.values_list("person_id", flat=True) if pk is not None)
        keys = {f"person:{pk}": pk for pk in chunk}
        known = Imported.objects.filter(object__in=list(keys)).values_list("object", flat=True)
        found.update(keys[key] for key in known)
    return found


def member_logins(people: Collection[int]) -> dict[int, str]:
    """Person -> login, for the reader of a plan."""
    ordered = sorted(people)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Person.objects.filter(pk__in=ordered[start : start + _CHUNK])
        found.update(rows.values_list("pk", "login"))
    return found


def groups_of(people: Mapping[str, Collection[int]]) -> dict[str, set[int]]:
    """Scope -> all groups that some of its people are in, nested ones included.

    `people` are those to ask about, by scope; the questions are as many as there are levels of
    groups in groups, not as many as there are scopes.
    """
    direct: dict[int, set[int]] = defaultdict(set)
    everybody = sorted(frozenset().union(*people.values()))
    for start in range(0, len(everybody), _CHUNK):
        rows = Membership.objects.filter(person__in=everybody[start : start + _CHUNK])
        for person, group in rows.values_list("person_id", "group_id"):
            direct[person].add(group)
    above = groups_above(set().union(*direct.values()))
    found: dict[str, set[int]] = {}
    for scope, some in people.items():
        groups = set().union(*(direct[pk] for pk in some if pk in direct))
        found[scope] = groups.union(*(above[pk] for pk in groups))
    return found


def groups_above(groups: Collection[int]) -> dict[int, set[int]]:
    """Group -> all groups it is in, directly and through others; cycles are endured."""
    parents: dict[int, set[int]] = {}
    level = set(groups)
    while level:
        parents |= {pk: set() for pk in level}
        rows = Membership.objects.filter(subgroup__in=level).values_list("subgroup_id", "group_id")
        for child, parent in rows:
            parents[child].add(parent)
        level = {parent for pk in level for parent in parents[pk]} - parents.keys()
    above: dict[int, set[int]] = {}
    for pk in groups:
        seen: set[int] = set()
        stack = [pk]
        while stack:
            fresh = parents[stack.pop()] - seen
            seen |= fresh
            stack += fresh
        above[pk] = seen
    return above


def remind_groups(target: int, people: Mapping[str, Collection[int]]) -> None:
    """These people (by scope) just got their accounts: the groups they are in are to have them."""
    keys = [
        (f"group:{pk}@{scope}", lane_of("group", scope), scope)
        for scope, groups in groups_of(people).items()
        for pk in sorted(groups)
    ]
    remind(target, keys, changes.BULK)
