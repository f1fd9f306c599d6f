"""Outcomes come home: what took effect is applied, the row is done, delayed or parked."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from stellwerk.core import changes, clock
from stellwerk.core.said import say
from stellwerk.sync import applying, gone, moves
from stellwerk.sync import held as held_rows
from stellwerk.sync import rows as rows_
from stellwerk.sync.changes import LEAVE, REMOVALS, Change
from stellwerk.sync.health import Blame
from stellwerk.sync.history import line_of
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Applied, History, Work
from stellwerk.sync.prepare import Pending
from stellwerk.sync.reminding import remind_all
from stellwerk.sync.wanted import Wanted, World
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.faults import (
    Conflict,
    Exists,
    Gone,
    InDoubt,
    Invalid,
    NotFoundService,
    OxError,
    Refused,
    Silent,
    Unavailable,
)
from stellwerk.targets.ox.orders import Outcome

ATTEMPTS = 5
"""So often an object may fail before it is parked."""
_TAKEN = 2
"""So often a name that OX says is taken is tried again: its holder may be about to let it go, or to
be known as such, and then another name is wanted."""
_BASE, _CAP = 5.0, 1200.0
_COLLISIONS = 20
"""So often the making of a context may collide with others before it is parked."""
_OF_MEMBERS = {"group", "functional_account"}


@dataclass(slots=True)
class Tally:
    """What a batch of outcomes came to; pauses are for the worker to carry out."""

    applied: int = 0
    parked: int = 0
    pauses: dict[str, OxError] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """Contexts that are not there any more."""
    context_made: bool = False


@dataclass(slots=True)
class _Rows:
    """Statements of one commit, gathered."""

    target: int
    blame: Blame
    drop: list[rows_.Row] = field(default_factory=list)
    route: list[rows_.Row] = field(default_factory=list)
    look: list[rows_.Row] = field(default_factory=list)
    later: list[tuple[int, str, float, int]] = field(default_factory=list)
    park: list[tuple[str, str, str, int, str, int]] = field(default_factory=list)
    history: list[History] = field(default_factory=list)
    new_accounts: dict[str, list[int]] = field(default_factory=dict)
    moved: list[tuple[str, str]] = field(default_factory=list)
    """Names that changed hands: (name key, object that got or gave it)."""
    untaken: set[str] = field(default_factory=set)
    """Names that a create claimed and did not get."""
    by_hand: set[tuple[str, str]] = field(default_factory=set)
    sent: list[Change] = field(default_factory=list)

    def delay(self, key: str, seconds: float, attempts: int) -> None:
        self.later.append((self.target, key, seconds, attempts))

    def park_row(self, pending: Pending, code: str, error: str, hint: str) -> None:
        row = pending.row
        self.park.append((code, error, hint, self.target, row.object, row.generation))

    def save(self) -> None:
        rows_.drop(self.drop)
        rows_.route_again(self.route)
        rows_.look_again(self.look)
        rows_.later(self.later)
        rows_.park(self.park)
        History.objects.bulk_create(self.history, batch_size=500)
        remind_all(self.target, self.new_accounts)
        held_rows.forget(self.target, self.sent)
        if self.moved or self.untaken:
            self._wake()

    def _wake(self) -> None:
        """Whoever else waits, parked, for a name that just changed hands is looked at again."""
        keys = [key for key, _ in self.moved]
        parked = Work.objects.filter(target=self.target, state=Work.State.PARKED)
        waiting = parked.filter(Q(name_key__in=keys) | Q(mail_key__in=keys))
        names = {
            row.object
            for row in waiting
            for key, mover in self.moved
            if key in {row.name_key, row.mail_key} and mover != row.object
        }
        # What a failed create claimed frees those it blocked, not those who failed themselves:
        # they would wake each other for ever.
        blocked = parked.filter(code="mail_taken", mail_key__in=list(self.untaken))
        names |= set(blocked.values_list("object", flat=True))
        mark(self.target, sorted(names), changes.BULK)


def commit(
    world: World,
    done: Sequence[tuple[Pending, Outcome]],
    settle: float,
    blame: Blame | None = None,
) -> Tally:
    """Write the outcomes of some orders in one transaction; without `blame` each is its own."""
    tally, rows = Tally(), _Rows(world.target, blame or Blame())
    with transaction.atomic():
        applied = {
            row.object: row
            for row in Applied.objects.filter(
                target=world.target, object__in=[p.row.object for p, _ in done]
            )
        }
        rows.by_hand = held_rows.by_hand(world.target, [p.row.object for p, _ in done])
        changed: list[Applied] = []
        # With a context goes what is in it, even what came home in this very commit.
        for pending, outcome in sorted(done, key=_is_context):
            if pending.judged.kind == "context":
                applying.save(changed)
                changed.clear()
            row = applied.get(pending.row.object)
            if row is None:
                rows.route.append((world.target, pending.row.object, pending.row.generation))
                continue
            before, was_there = {row.name_key, row.mail_key}, bool(row.remote_id)
            if outcome.started:
                keep = _take(world, pending, outcome, row, rows, tally, settle)
            else:
                keep = _not_sent(pending, row)
            if keep:
                changed.append(row)
            after = {row.name_key, row.mail_key} if keep else set()
            moved = {key for key in before ^ after if key}
            if was_there or keep:
                rows.moved += [(key, row.object) for key in sorted(moved)]
            else:
                rows.untaken |= moved
        applying.save(changed)
        rows.save()
    return tally


def _is_context(one: tuple[Pending, Outcome]) -> bool:
    return one[0].judged.kind == "context"


def _not_sent(pending: Pending, row: Applied) -> bool:
    """An order that never went out: what was in doubt stays so, what is not there is forgotten."""
    if pending.order.operation == orders.READ:
        return True
    _unstamp(row)
    return bool(row.remote_id) or applying.forget(row)


def _unstamp(row: Applied) -> None:
    row.stamp, row.stamp_operation, row.stamp_sent, row.doubt_until = "", "", {}, None


def _take(
    world: World,
    pending: Pending,
    outcome: Outcome,
    row: Applied,
    rows: _Rows,
    tally: Tally,
    settle: float,
) -> bool:
    """Take one outcome in; False when the applied row is gone."""
    key, fault = pending.row.object, outcome.fault
    was_new = not row.remote_id
    if pending.order.operation == orders.READ and fault is None:
        if row.stamp_operation in moves.STEPS:
            return _looked(rows, pending, outcome, row)
        if _never_answered(pending, outcome):
            rows.park_row(pending, Silent.code, *_silent())
            tally.parked += 1
        else:
            rows.look.append((world.target, key, pending.row.generation))
        if pending.judged.kind == "context":
            tally.context_made = True
            gone.back(world.target, row.scope)
        return applying.take_read(world, outcome, row) and _arrived(rows, pending, row, was_new)
    if pending.order.operation in moves.STEPS:
        return _moved(world, pending, outcome, row, rows, tally, settle)
    if outcome.found is not None:
        # A create that met its object: ours from an earlier try, or a stranger's.
        rows.route.append((world.target, key, pending.row.generation))
        if not applying.take_read(world, outcome, row):
            rows.route.pop()
            rows.park_row(pending, "conflict", *_conflict(pending))
            tally.parked += 1
            return False
        tally.context_made |= pending.judged.kind == "context"
        return _arrived(rows, pending, row, was_new)
    by_hand = (key, LEAVE) in rows.by_hand or (key, REMOVALS) in rows.by_hand
    was_disabled = row.disabled
    applying.take_sent(pending, outcome, row, by_hand=by_hand)
    rows.history.append(line_of(world, pending, outcome))
    if fault is None:
        rows.sent += pending.sent
        _unstamp(row)
        tally.applied += 1
        tally.context_made |= pending.judged.kind == "context"
        # Who is switched off is to leave the groups there, who is back is to join them.
        _arrived(rows, pending, row, was_new or row.disabled != was_disabled)
        done = (world.target, key, pending.row.generation)
        leaves = any(change.part in {LEAVE, REMOVALS} for change in pending.sent)
        (rows.route if pending.more or leaves else rows.drop).append(done)
        return applying.bury(row) if outcome.deleted else True
    return _failed(pending, outcome, row, rows, tally, fault, settle)


def _never_answered(pending: Pending, outcome: Outcome) -> bool:
    """Whether this object stayed without an answer so often that it is its own fault.

    What is there was carried out the last time, as far as can be told: it gets one more try.
    """
    return pending.row.attempts >= (ATTEMPTS if outcome.found is None else ATTEMPTS + 1)


def _silent() -> tuple[str, str]:
    fault = Silent(say("%(times)s times in a row", times=ATTEMPTS))
    return fault.message, fault.hint


def _looked(rows: _Rows, pending: Pending, outcome: Outcome, row: Applied) -> bool:
    """A step of a move was in doubt: what was found says how far it got. Always True."""
    moves.take_look(row, outcome)
    _unstamp(row)
    rows.look.append((rows.target, pending.row.object, pending.row.generation))
    return True


def _moved(
    world: World,
    pending: Pending,
    outcome: Outcome,
    row: Applied,
    rows: _Rows,
    tally: Tally,
    settle: float,
) -> bool:
    """A step of a move was carried out, or failed; True, for the account stays."""
    fault, key = outcome.fault, pending.row.object
    if fault is not None and not outcome.copied:
        rows.history.append(line_of(world, pending, outcome))
        if isinstance(fault, Gone) and pending.order.operation == orders.SWITCH:
            row.move = {}  # the copy is gone: the move begins again
            _unstamp(row)
            rows.route.append((rows.target, key, pending.row.generation))
            return True
        return _failed(pending, outcome, row, rows, tally, fault, settle)
    if fault is not None:
        # It was copied, but what came of it could not be read: that is looked for again.
        moves.note_doubt(row)
        row.doubt_until = clock.now()
        rows.route.append((rows.target, key, pending.row.generation))
        return True
    rows.history.append(line_of(world, pending, outcome))
    for scope, people in moves.take_step(row, outcome, pending.judged.verdict).items():
        rows.new_accounts.setdefault(scope, []).extend(people)
    _unstamp(row)
    rows.sent += pending.sent
    ended = pending.order.operation == orders.CLEAR and not row.move
    tally.applied += ended
    rows.route.append((rows.target, key, pending.row.generation))
    return True


def _arrived(rows: _Rows, pending: Pending, row: Applied, changed: bool) -> bool:
    """An account that came, was found to be made before, or was switched marks its groups.

    Always True.
    """
    if changed and row.remote_id and pending.judged.kind == "person":
        rows.new_accounts.setdefault(row.scope, []).append(pending.judged.number)
    return True


def _failed(
    pending: Pending,
    outcome: Outcome,
    row: Applied,
    rows: _Rows,
    tally: Tally,
    fault: OxError,
    settle: float,
) -> bool:
    key = pending.row.object
    blame = rows.blame
    if isinstance(fault, InDoubt):
        if pending.order.operation == orders.COPY:
            moves.note_doubt(row)
        row.doubt_until = clock.now() + timedelta(seconds=settle)
        rows.delay(key, settle, 0 if key in blame.excused else 1)
        return True
    reading = pending.order.operation == orders.READ
    if not reading:
        _unstamp(row)
    if isinstance(fault, Gone) and fault.what == "context" and pending.judged.kind != "context":
        tally.gone.add(pending.order.scope)
        elsewhere = pending.order.scope != row.scope
        if elsewhere:
            _unstamp(row)  # the account is not in that context, or not only
            applying.survive(row, pending.order.scope)
        if not isinstance(pending.judged.verdict, Wanted):
            rows.route.append((rows.target, key, pending.row.generation))
            return elsewhere or applying.forget(row)
        rows.delay(key, gone.AGAIN, 0)
        return elsewhere or reading or bool(row.remote_id) or applying.forget(row)
    if isinstance(fault, Gone) and _is_lost_context(pending):
        tally.gone.add(pending.order.scope)
        return True
    if isinstance(fault, Gone) and _is_gone(pending, fault):
        if pending.judged.kind in _OF_MEMBERS and fault.what == "user":
            _doubt_members(rows, pending)
            if pending.row.attempts + 1 >= ATTEMPTS:
                rows.park_row(pending, fault.code, fault.message, fault.hint)
                tally.parked += 1
            else:
                rows.delay(key, _BASE, 1)
            return bool(row.remote_id) or applying.forget(row)
        rows.route.append((rows.target, key, pending.row.generation))
        return applying.forget(row)
    if isinstance(fault, Unavailable | NotFoundService) and key not in blame.blamed:
        tally.pauses["*"] = fault
        rows.delay(key, blame.behind, 0)
    elif key in blame.excused:
        rows.delay(key, _BASE, 0)
    elif isinstance(fault, Refused):
        tally.pauses[pending.row.lane] = fault
    elif isinstance(fault, Conflict) and pending.row.attempts < _COLLISIONS:
        making = pending.judged.kind == "context"
        rows.delay(key, random.uniform(0.5, 1.5) * settle / 6, 1 if making else 0)
    elif isinstance(fault, Exists) and pending.row.attempts < _TAKEN:
        rows.delay(key, 1.0, 1)
    elif isinstance(fault, Exists | Invalid) or pending.row.attempts + 1 >= ATTEMPTS:
        rows.park_row(pending, fault.code, fault.message, fault.hint)
        tally.parked += 1
    else:
        rows.delay(key, min(_BASE * 2**pending.row.attempts, _CAP), 1)
    return reading or bool(row.remote_id) or applying.forget(row)


def _is_lost_context(pending: Pending) -> bool:
    """Whether a context that was to be changed is not there: no reason to make it all anew."""
    return pending.judged.kind == "context" and pending.order.operation == orders.UPDATE


def _is_gone(pending: Pending, fault: Gone) -> bool:
    """Whether the object itself is not there any more. What is being made cannot be missing."""
    about = {"", pending.judged.kind, "user"}
    making = pending.order.operation == orders.CREATE and pending.judged.kind not in _OF_MEMBERS
    return fault.what in about and not making


def _doubt_members(rows: _Rows, pending: Pending) -> None:
    """Somebody who was to be added is gone at the target: each is read, and made again if so."""
    people = sorted(pending.order.add)
    Applied.objects.filter(target=rows.target, person__in=people, stamp="").update(
        stamp="gone?", stamped=clock.now()
    )
    mark(rows.target, [f"person:{pk}" for pk in people], changes.BULK)


def _conflict(pending: Pending) -> tuple[str, str]:
    order = pending.order
    return (
        f"OX already has {order.name} in context {order.scope}, and it is not this object.",
        "If it is the same person, give both the same primary address; else rename one of them.",
    )
