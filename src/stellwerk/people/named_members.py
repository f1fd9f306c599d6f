"""Members that are named by login or group name: those of entries that come from no directory.

Who is named need not be known yet: the reference stays, and means whoever comes to be called so.
"""

from collections.abc import Collection

from stellwerk.core import fold
from stellwerk.people.models import EntryMember, Group, Person

Refs = dict[str, tuple[int | None, int | None]]


def named(portal: int, logins: Collection[str], groups: Collection[str]) -> Refs:
    """References to these people and groups of a portal, with those who are there."""
    people = {fold.key(login): None for login in logins}
    teams = {fold.key(name)[:255]: None for name in groups}
    refs: Refs = {_person(portal, key): (None, None) for key in people}
    refs |= {_group(portal, key): (None, None) for key in teams}
    here = Person.objects.filter(portal=portal, login_key__in=list(people))
    here = here.exclude(state=Person.State.LEFT)
    refs |= {_person(portal, key): (pk, None) for pk, key in here.values_list("pk", "login_key")}
    there = Group.objects.filter(portal=portal, name_key__in=list(teams), left_at=None)
    refs |= {_group(portal, key): (None, pk) for pk, key in there.values_list("pk", "name_key")}
    return refs


def arrived(portal: int, people: Collection[int], groups: Collection[int]) -> Refs:
    """How these are named, if anybody in the portal is named at all."""
    start = f"local:{portal}:"
    if not EntryMember.objects.filter(ref__gte=start, ref__lt=f"local:{portal};").exists():
        return {}
    rows = Person.objects.filter(pk__in=people).values_list("pk", "login_key")
    refs: Refs = {_person(portal, key): (pk, None) for pk, key in rows}
    named_so = Group.objects.filter(pk__in=groups).values_list("pk", "name_key")
    return refs | {_group(portal, key): (None, pk) for pk, key in named_so}


def _person(portal: int, key: str) -> str:
    return f"local:{portal}:person:{key}"


def _group(portal: int, key: str) -> str:
    return f"local:{portal}:group:{key}"
