"""Which context each member of a group is in, applied or about to be."""

from collections.abc import Collection

from stellwerk.people.models import Person
from stellwerk.sync.models import Applied, Work
from stellwerk.sync.wanted import World

_CHUNK = 500


def members_in(world: World, people: Collection[int]) -> dict[int, str]:
    """Person -> scope, for everybody with an account there or one on its way.

    Who is parked before an account was made is in no context.
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
        for number, scope in rows.exclude(scope="").values_list("number", "scope"):
            scopes[number] = scope
        accounts = Applied.objects.filter(
            target=world.target, person__in=chunk, disabled=False
        ).exclude(remote_id="")
        for person, scope in accounts.values_list("person_id", "scope"):
            scopes[person] = scope
    return scopes


def remote_ids(target: int, people: Collection[int]) -> dict[int, str]:
    """Person -> id at the target, for everybody who has an account there."""
    ordered = sorted(people)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Applied.objects.filter(
            target=target, person__in=ordered[start : start + _CHUNK]
        ).exclude(remote_id="")
        found.update(rows.values_list("person_id", "remote_id"))
    return found


def member_logins(people: Collection[int]) -> dict[int, str]:
    """Person -> login, for the reader of a plan."""
    ordered = sorted(people)
    found: dict[int, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Person.objects.filter(pk__in=ordered[start : start + _CHUNK])
        found.update(rows.values_list("pk", "login"))
    return found
