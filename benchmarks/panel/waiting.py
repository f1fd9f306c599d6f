"""Everything that waits: parked, due, held, in question, on the way out."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from benchmarks.panel.rows import insert
from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.sources.models import Decision, Problem, Record, Source
from stellwerk.sync.changes import DISABLE, LEAVE, REMOVALS, UPDATE, Change
from stellwerk.sync.lanes import ASKED, HELD, SCHEDULED, lane_of
from stellwerk.sync.models import Applied, Held, Work
from stellwerk.targets.models import Target

Account = tuple[int, str, str]
"""A person's key and login, and the context."""
_CODES = (
    ("profile_unknown", "There is no access profile 'platin'."),
    ("ox_invalid", "telephone_business1 is too long"),
    ("mail_taken", "The address belongs to person:5."),
    ("ox_storage", "Database error; server log 4711"),
)


def shares(people: int) -> dict[str, int]:
    """How many of so many people are parked, due, held, asked about and leaving."""
    return {
        "parked": max(people // 50, 4),
        "due": max(people // 20, 4),
        "held": max(people // 100, 4),
        "asked": max(people // 500, 4),
        "left": max(people // 100, 4),
    }


def add_waiting(source: Source, target: Target, people: int) -> list[Change]:
    """Let people wait who are in step so far; returns the changes that are held."""
    rows = Applied.objects.filter(target=target, person__isnull=False).exclude(remote_id="")
    chosen = list(rows.order_by("pk").values_list("person_id", "person__login", "scope"))
    random.Random("waiting").shuffle(chosen)
    groups: dict[str, list[Account]] = {}
    for name, count in shares(people).items():
        groups[name], chosen = chosen[:count], chosen[count:]
    _park(target, groups["parked"])
    _work(target, groups["due"])
    _leave(target, groups["left"])
    _ask(source, target, groups["asked"])
    _complain(source, max(people // 100, 4))
    return _hold(target, groups["held"])


def _work(target: Target, accounts: Sequence[Account], lane: str = "", **columns: object) -> None:
    now = clock.now()
    insert(
        Work,
        (
            {
                "target_id": target.pk,
                "object": f"person:{pk}",
                "number": pk,
                "lane": lane or lane_of("person", scope),
                "rank": 1,
                "priority": 1,
                "due": now,
                "since": now - timedelta(seconds=pk % 7200),
                "scope": scope,
                **columns,
            }
            for pk, _login, scope in accounts
        ),
    )


def _park(target: Target, accounts: Sequence[Account]) -> None:
    for number, (code, error) in enumerate(_CODES):
        some = accounts[number :: len(_CODES)]
        _work(target, some, state=Work.State.PARKED.value, code=code, error=error)
    Work.objects.filter(target=target, state=Work.State.PARKED).update(lane="")


def _leave(target: Target, accounts: Sequence[Account]) -> None:
    now = clock.now()
    keys = [pk for pk, _login, _scope in accounts]
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Person.objects.filter(pk__in=some).update(state=Person.State.LEFT, left_at=now)
        Record.objects.filter(person__in=some).update(absent_since=now)
        Applied.objects.filter(person__in=some).update(disabled=True, disabled_at=now)
    _work(target, accounts, SCHEDULED)


def _ask(source: Source, target: Target, accounts: Sequence[Account]) -> None:
    now = clock.now()
    dns = [f"uid={login},ou=new,dc=lindenau,dc=example" for _pk, login, _scope in accounts]
    records = [
        Record(
            source=source,
            kind="person",
            ident=str(uuid5(NAMESPACE_URL, dn)),
            dn=dn,
            dn_key=dn.casefold(),
            attributes={"username": [login], "lastname": ["Neu"]},
            fingerprint=uuid5(NAMESPACE_URL, dn).bytes,
        )
        for dn, (_pk, login, _scope) in zip(dns, accounts, strict=True)
    ]
    Record.objects.bulk_create(records, batch_size=500)
    asked = [
        Decision(
            portal=source.portal,
            record=record,
            person_id=pk,
            kind=Decision.Kind.LOGIN,
            value=login,
            since=now,
            run=2,
        )
        for record, (pk, login, _scope) in zip(records, accounts, strict=True)
    ]
    Decision.objects.bulk_create(asked, batch_size=500)
    _work(target, accounts, ASKED)


def _hold(target: Target, accounts: Sequence[Account]) -> list[Change]:
    _work(target, accounts, HELD)
    changes = [*_leaving(target, accounts), *_shrinking(target, max(len(accounts) // 20, 2))]
    insert(
        Held,
        (
            {
                "target_id": target.pk,
                "object": one.object,
                "part": one.part,
                "digest": one.digest,
                "goal": one.goal,
                "people": sorted(one.remove),
                "gate": "destructive",
                "since": clock.now(),
            }
            for one in changes
        ),
    )
    return changes


def _leaving(target: Target, accounts: Sequence[Account]) -> list[Change]:
    """Accounts that are to be switched off."""
    return [
        Change(
            target.name,
            f"person:{pk}",
            login,
            1,
            LEAVE,
            DISABLE,
            fields={"mailenabled": ("true", "false")},
            cause="left the directory",
            held=True,
        )
        for pk, login, _scope in accounts
    ]


def _shrinking(target: Target, count: int) -> list[Change]:
    """Groups that are to lose members: the latest there are."""
    found = []
    rows = Applied.objects.filter(target=target, group__isnull=False, members__isnull=False)
    for row in rows.distinct().select_related("group").order_by("-pk")[:count]:
        people = row.members.order_by("person").values_list("person_id", "person__login")[:5]
        name = row.group.name if row.group else ""
        found.append(
            Change(
                target.name, row.object, name, 2, REMOVALS, UPDATE, remove=dict(people), held=True
            )
        )
    return found


def _complain(source: Source, count: int) -> None:
    insert(
        Problem,
        (
            {
                "source_id": source.pk,
                "dn": f"uid=unreadable.{number},cn=users,dc=lindenau,dc=example",
                "code": "no_login",
                "text": "This person has no login name.",
                "hint": "Give it a uid (username) in the directory.",
            }
            for number in range(count)
        ),
    )
