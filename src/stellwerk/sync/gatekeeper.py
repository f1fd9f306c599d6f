"""The gatekeeper: lets destructive changes pass while they are few, and stops them all when not.

What passes has to pass the target's gate and the gates of its sources. What a person approved does
not count.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.db import transaction

from stellwerk.core import clock
from stellwerk.jobs.models import Job
from stellwerk.jobs.releases import release
from stellwerk.sync.free import Approval
from stellwerk.sync.gate import Gate, gates_of, sources_of, weight
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Held
from stellwerk.sync.wanted import World

log = structlog.get_logger()

_READING = timedelta(seconds=30)
_CHUNK = 500


@dataclass(slots=True)
class View:
    """What would pass now, and which closed gates stand before the rest (by the row's key)."""

    passing: list[Held] = field(default_factory=list)
    stopped: dict[int, list[Gate]] = field(default_factory=dict)
    before: dict[int, list[Gate]] = field(default_factory=dict)


def look(world: World) -> View:
    """Judge everything that waits before the gates of a target, as of now."""
    view = View()
    if not world.gates or world.manual:
        return view
    rows, view.before = gates_of(world)
    gates = {gate.key: gate for some in view.before.values() for gate in some}
    closed = {key for key, gate in gates.items() if gate.closed}
    for row in rows:
        if shut := [gate for gate in view.before[row.pk] if gate.key in closed]:
            view.stopped[row.pk] = shut
        else:
            view.passing.append(row)
    return view


def passing(world: World) -> dict[tuple[str, str], Approval]:
    """What would pass by itself now, for a plan that only looks."""
    return {
        (row.object, row.part): Approval(row.goal, frozenset(row.people))
        for row in look(world).passing
    }


def keep_gates(world: World) -> int:
    """Let through what may pass, and say once why the rest may not; returns how much passed.

    Nothing of a source that is being read passes: what it brings next may change the picture.
    """
    if not world.gates or world.manual:
        return 0
    with transaction.atomic():
        view = look(world)
        _alarm(world, view)
        through = _not_being_read(view.passing)
        _let_through(world, view, through)
    return weight(through)


def _let_through(world: World, view: View, rows: list[Held]) -> None:
    counts: Counter[str] = Counter()
    for row in rows:
        for gate in view.before[row.pk]:
            counts[gate.key] += weight([row])
    for key, count in counts.items():
        release(key, count)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        Held.objects.filter(pk__in=[row.pk for row in chunk]).update(
            approved=True, by_hand=False, reason=""
        )
        mark(world.target, [row.object for row in chunk], 1)


def _alarm(world: World, view: View) -> None:
    """One alarm when a gate closes; who comes to wait later waits behind the same alarm."""
    gates = {gate.key: gate for some in view.stopped.values() for gate in some}
    for gate in gates.values():
        fresh = [row.pk for row in gate.waiting if not row.reason]
        if not fresh:
            continue
        reason = gate.reason
        if len(fresh) == len(gate.waiting):
            log.warning("gate closed", target=world.name, gate=gate.name, reason=reason)
        for row in gate.waiting:
            row.reason = reason
        for start in range(0, len(gate.waiting), _CHUNK):
            some = gate.waiting[start : start + _CHUNK]
            Held.objects.filter(pk__in=[row.pk for row in some]).update(reason=reason)


def _not_being_read(rows: Iterable[Held]) -> list[Held]:
    waiting = list(rows)
    jobs = Job.objects.filter(
        kind="read",
        key__startswith="source:",
        state=Job.State.RUNNING,
        heartbeat__gt=clock.now() - _READING,
    )
    reading = {int(key.partition(":")[2]) for key in jobs.values_list("key", flat=True)}
    if not waiting or not reading:
        return waiting
    sources = sources_of(waiting)
    return [row for row in waiting if not sources[row.object] & reading]
