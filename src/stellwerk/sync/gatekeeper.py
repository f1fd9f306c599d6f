"""The gatekeeper: lets destructive changes pass while they are few, and stops them all when not.

Per target, source, kind and context, over a sliding day. What a person approved does not count.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.db import transaction

from stellwerk.core import clock
from stellwerk.jobs.models import Job
from stellwerk.jobs.releases import release, released
from stellwerk.sources.models import Record
from stellwerk.sync.changes import DELETE, REMOVALS
from stellwerk.sync.free import Approval
from stellwerk.sync.marks import mark, number_of
from stellwerk.sync.models import Applied, AppliedMember, Held
from stellwerk.sync.wanted import World

log = structlog.get_logger()

_READING = timedelta(seconds=30)


@dataclass(slots=True)
class Gate:
    """One gate: what waits before it, and why it is closed ("" while it is open)."""

    key: str
    waiting: list[Held] = field(default_factory=list)
    reason: str = ""

    @property
    def count(self) -> int:
        """How much wants to pass: objects, or members for member removals."""
        return sum(len(row.people) if row.part == REMOVALS else 1 for row in self.waiting)


def gates(world: World) -> list[Gate]:
    """Every gate of a target that something waits before, judged as of now."""
    if not world.gates or world.manual:
        return []
    rows = list(
        Held.objects.filter(
            target=world.target, approved=False, dropped=False, gate="destructive"
        ).exclude(object__startswith="context:")
    )
    sources = _sources(rows)
    scopes = _scopes(world.target, rows)
    found: dict[str, Gate] = {}
    for row in rows:
        kind = row.object.partition(":")[0]
        kind = f"{kind}-{row.part}" if row.part in {DELETE, REMOVALS} else kind
        scope = scopes.get(row.object, "")
        source = sources.get(row.object, 0)
        key = f"target:{world.target}/source:{source}/{kind}@{scope}"
        found.setdefault(key, Gate(key)).waiting.append(row)
    for gate in found.values():
        applied = _applied(world.target, gate.waiting[0], scopes)
        before = released(gate.key)
        if world.limits.closed(gate.count, before, applied):
            gate.reason = (
                f"{gate.count} at once, and {before} in the last 24 hours, of {applied} there"
            )
    return list(found.values())


def passing(world: World) -> dict[tuple[str, str], Approval]:
    """What would pass by itself now, for a plan that only looks."""
    return {
        (row.object, row.part): Approval(row.goal, frozenset(row.people))
        for gate in gates(world)
        if not gate.reason
        for row in gate.waiting
    }


def keep_gates(world: World) -> int:
    """Let through what may pass, and say once why the rest may not; returns how much passed.

    Not while a source is being read: what it brings next may change the picture.
    """
    if not world.gates or world.manual or _being_read():
        return 0
    passed = 0
    with transaction.atomic():
        for gate in gates(world):
            if gate.reason:
                _close(world, gate)
                continue
            passed += gate.count
            release(gate.key, gate.count)
            Held.objects.filter(pk__in=[row.pk for row in gate.waiting]).update(
                approved=True, by_hand=False, reason=""
            )
            mark(world.target, [row.object for row in gate.waiting], 1)
    return passed


def _close(world: World, gate: Gate) -> None:
    fresh = [row.pk for row in gate.waiting if not row.reason]
    if fresh:
        Held.objects.filter(pk__in=[row.pk for row in gate.waiting]).update(reason=gate.reason)
        log.warning("gate closed", target=world.name, gate=gate.key, reason=gate.reason)


def _being_read() -> bool:
    return Job.objects.filter(
        kind="read", state=Job.State.RUNNING, heartbeat__gt=clock.now() - _READING
    ).exists()


def _sources(rows: Iterable[Held]) -> dict[str, int]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_kind[row.object.partition(":")[0]].append(row.object)
    found: dict[str, int] = {}
    for kind, keys in by_kind.items():
        owners = {number_of(key): key for key in keys}
        column = "person_id" if kind == "person" else "group_id"
        records = Record.objects.filter(**{f"{column}__in": list(owners)})
        sources = dict(records.values_list(column, "source_id"))
        found |= {key: sources.get(number_of(key), 0) for key in keys}
    return found


def _scopes(target: int, rows: Iterable[Held]) -> dict[str, str]:
    keys = [row.object for row in rows]
    accounts = Applied.objects.filter(target=target, object__in=keys)
    return dict(accounts.values_list("object", "scope"))


def _applied(target: int, row: Held, scopes: dict[str, str]) -> int:
    scope = scopes.get(row.object, "")
    if row.part == REMOVALS:
        return AppliedMember.objects.filter(applied__target=target, applied__scope=scope).count()
    kind = row.object.partition(":")[0]
    accounts = Applied.objects.filter(
        target=target, scope=scope, object__startswith=f"{kind}:"
    ).exclude(remote_id="")
    return accounts.count()
