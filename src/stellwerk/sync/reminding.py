"""Groups and functional accounts are looked at again when their people get accounts or others."""

from collections.abc import Collection, Mapping, Sequence

from stellwerk.core import changes
from stellwerk.people.models import Entry
from stellwerk.sync.entries import accounts_of, accounts_with, load_accounts, logins
from stellwerk.sync.marks import mark
from stellwerk.sync.members import remind_groups
from stellwerk.sync.models import AppliedMember
from stellwerk.sync.wanted import World

_CHUNK = 500


def remind_all(target: int, people: Mapping[str, Collection[int]]) -> None:
    """These people (by scope) just got their accounts, or lost or got back what they had."""
    remind_groups(target, people)
    remind_accounts(target, people, changes.BULK)


def remind_accounts(target: int, people: Mapping[str, Collection[int]], priority: int) -> None:
    """Mark the functional accounts of these people, in their contexts."""
    keys = [
        f"functional_account:{pk}@{scope}"
        for scope, some in accounts_of(people).items()
        for pk in sorted(some)
    ]
    mark(target, keys, priority)


def remind_accounts_with(target: int, groups: Collection[int]) -> None:
    """Mark the functional accounts that some groups are in."""
    found = accounts_with(groups)
    mark(target, [f"functional_account:{pk}" for pk in sorted(found)], changes.BULK)


def remind_logins(world: World, people: Mapping[str, Collection[int]]) -> None:
    """Mark the functional accounts in which one of these people (by scope) needs another login.

    So it is, too, where the template gave them none so far.
    """
    for scope, some in people.items():
        ordered = sorted(some)
        for start in range(0, len(ordered), _CHUNK):
            keys = _stale(world, scope, ordered[start : start + _CHUNK])
            mark(world.target, sorted(keys), changes.BULK)


def _stale(world: World, scope: str, people: Sequence[int]) -> set[str]:
    wanted = accounts_of({str(pk): [pk] for pk in people})
    asked: dict[int, set[int]] = {}
    for pk, accounts in wanted.items():
        for account in accounts:
            asked.setdefault(account, set()).add(int(pk))
    if not asked:
        return set()
    now = logins(world, load_accounts(sorted(asked)), asked)
    rows = AppliedMember.objects.filter(
        person__in=people, applied__target=world.target, applied__entry__in=asked
    )
    sent = {(int(entry), pk): old for entry, pk, old in
            rows.values_list("applied__entry_id", "person_id", "login")}  # fmt: skip
    return {
        f"functional_account:{account}@{scope}"
        for (account, pk), login in now.items()
        if login and sent.get((account, pk)) != login
    }


def everything(portal: int) -> list[str]:
    """The keys of all resources and functional accounts of a portal."""
    rows = Entry.objects.filter(portal=portal, kind__in=["resource", "functional_account"])
    return [f"{kind}:{pk}" for pk, kind in rows.order_by("pk").values_list("pk", "kind")]
