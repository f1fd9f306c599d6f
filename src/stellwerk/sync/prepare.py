"""From leased rows to stamped orders: wanted is computed now, and only the difference is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import transaction

from stellwerk.core import clock
from stellwerk.sync import gone, stamps
from stellwerk.sync import held as held_rows
from stellwerk.sync.building import BUILD, BUILD_MOVE
from stellwerk.sync.building_accounts import NOBODY_YET
from stellwerk.sync.changes import ADOPT, FIELDS, MOVE, Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.free import Permit, split
from stellwerk.sync.giving_up import given_up
from stellwerk.sync.judging import judge
from stellwerk.sync.lanes import lane_of
from stellwerk.sync.models import Work
from stellwerk.sync.moving import clears, is_elsewhere, is_under_way, place
from stellwerk.sync.photos import photo_bytes
from stellwerk.sync.reminding import remind_all
from stellwerk.sync.wanted import Blocked, Wanted, World
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order
from stellwerk.targets.queries import MASTER

PATIENCE = 5
"""So often a row waits for somebody else to release its name before it takes a suffix."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An order under way, with what has to be known when its outcome comes."""

    row: Work
    judged: Judged
    order: Order
    sent: tuple[Change, ...]
    more: bool


@dataclass(slots=True)
class Batch:
    """What came of rows: orders to send, or to route again, drop, delay, hold, park or leave it."""

    pending: list[Pending] = field(default_factory=list)
    again: list[Work] = field(default_factory=list)
    drop: list[Work] = field(default_factory=list)
    later: list[tuple[Work, float, int]] = field(default_factory=list)
    hold: list[Work] = field(default_factory=list)
    park: list[tuple[Work, Blocked]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    """Contexts that are not there any more: nothing is sent into them."""


def prepare(
    target: Target,
    world: World,
    rows: Sequence[Work],
    logins: Mapping[str, Credentials],
    *,
    token: str,
    permit: Permit,
) -> Batch:
    """Judge these rows and turn them into stamped orders, in one transaction."""
    batch = Batch(gone=gone.scopes(target.pk))
    keys = [row.object for row in rows]
    impatient = frozenset(row.object for row in rows if row.attempts >= PATIENCE)
    judged = {one.key: one for one in judge(world, keys, impatient=impatient)}
    approved = held_rows.approvals(world.target, keys)
    doubts = stamps.doubtful(world.target, keys, token)
    settle = float(target.settings.get("settle", 60))
    with transaction.atomic():
        for row in rows:
            one = judged.get(row.object)
            if one is None:
                batch.drop.append(row)
                continue
            if row.object in doubts:
                _doubt(batch, row, one, doubts[row.object], logins, settle)
                continue
            free, held = split(one.changes, approved)
            allowed = tuple(change for change in free if permit.allows(change))
            waited = not allowed and row.attempts >= PATIENCE
            why = given_up(world, one, free, approved, permit) if waited else None
            if why is not None:
                batch.park.append((row, why))
            elif _misplaced(row, one, free):
                batch.again.append(row)
            elif allowed:
                _order(batch, target, row, one, allowed, bool(held), free, logins)
            elif free:
                batch.skipped.append(row.object)
            else:
                batch.again.append(row)
        _load_bytes(batch)
        _finish(batch, world, token)
    return batch


def _misplaced(row: Work, one: Judged, free: Sequence[Change]) -> bool:
    if not isinstance(one.verdict, Wanted) and not is_under_way(one.applied):
        return False
    return lane_of(one.kind, place(one, free)) != row.lane


def _doubt(
    batch: Batch,
    row: Work,
    one: Judged,
    doubt: stamps.Doubt,
    logins: Mapping[str, Credentials],
    settle: float,
) -> None:
    """Read before the next write, but not before the server can be done with the last one."""
    now = clock.now()
    until = doubt.until or stamps.settle(doubt, now + timedelta(seconds=settle))
    if until > now:
        batch.later.append((row, (until - now).total_seconds(), 0))
        return
    login = logins.get(MASTER if one.kind == "context" else doubt.scope)
    if login is None:
        batch.again.append(row)
        return
    admin = logins.get(doubt.scope) if one.kind == "context" else None
    order = Order(
        one.key,
        orders.READ,
        doubt.scope,
        login,
        remote_id=doubt.remote_id,
        name=admin.login if admin else doubt.name,
        mail=doubt.mail,
        secret=admin.password if admin else orders.NO_SECRET,
    )
    batch.pending.append(Pending(row, one, order, (), more=True))


def _order(
    batch: Batch,
    target: Target,
    row: Work,
    one: Judged,
    allowed: tuple[Change, ...],
    held: bool,
    free: Sequence[Change],
    logins: Mapping[str, Credentials],
) -> None:
    if one.in_the_way and not _stays(one, allowed):
        batch.later.append((row, 1.0, 1))
        return
    scope = place(one, allowed)
    waits = one.kind != "context" and isinstance(one.verdict, Wanted) and not clears(one)
    if scope in batch.gone and waits:
        batch.later.append((row, gone.AGAIN, 0))
        return
    login = logins.get(MASTER if one.kind == "context" else scope)
    if login is None:
        batch.later.append((row, 5.0, 0))
        return
    more = held or len(allowed) < len(free) or is_under_way(one.applied)
    moves = any(change.part == MOVE for change in allowed)
    if moves and one.first:
        allowed, moves, more = _names(one, allowed), False, True
    build = (BUILD_MOVE if moves else BUILD)[one.kind]
    order = build(target, one, allowed, scope, login, logins)
    batch.pending.append(Pending(row, one, order, allowed, more or order.partial))


def _names(one: Judged, allowed: Sequence[Change]) -> tuple[Change, ...]:
    """Instead of a move the names it needs, where the account is; the move stays approved."""
    move = next(change for change in allowed if change.part == MOVE)
    names = replace(move, part=FIELDS, fields=one.first, aim={})
    return (*(change for change in allowed if change is not move), names)


def _stays(one: Judged, allowed: Sequence[Change]) -> bool:
    """Whether this is no matter of names in the wanted context: the account is still elsewhere."""
    if is_under_way(one.applied):
        return False
    elsewhere = is_elsewhere(one.verdict, one.applied)
    return elsewhere and all(change.part != MOVE for change in allowed)


def _load_bytes(batch: Batch) -> None:
    wanted = {
        value.removeprefix("sha256:")
        for pending in batch.pending
        for value in pending.order.fields.values()
        if isinstance(value, str) and value.startswith("sha256:")
    }
    if not wanted:
        return
    data = photo_bytes(wanted)
    for number, pending in enumerate(batch.pending):
        mine = {
            digest: data[digest]
            for value in pending.order.fields.values()
            if isinstance(value, str) and (digest := value.removeprefix("sha256:")) in data
        }
        if mine:
            order = _with_blobs(pending.order, mine)
            batch.pending[number] = Pending(
                pending.row, pending.judged, order, pending.sent, pending.more
            )


def _with_blobs(order: Order, blobs: Mapping[str, bytes]) -> Order:
    return replace(order, blobs=blobs)


def _finish(batch: Batch, world: World, token: str) -> None:
    """Adopt what was found, then stamp everything that is about to be sent."""
    adopted = [p for p in batch.pending if any(c.action == ADOPT for c in p.sent)]
    stamps.adopt(world, [(p.judged, _profile(p)) for p in adopted])
    by_scope: dict[str, list[int]] = {}
    for pending in adopted:
        if pending.judged.kind == "person":
            by_scope.setdefault(pending.order.scope, []).append(pending.judged.number)
    remind_all(world.target, by_scope)
    quiet = [p for p in batch.pending if _nothing_to_send(p)]
    for pending in quiet:
        batch.pending.remove(pending)
        if pending.order.kind == "functional_account" and pending not in adopted:
            batch.later.append((pending.row, NOBODY_YET, 0))
        elif pending.order.kind == "group" and pending not in adopted:
            # Its people have no account here yet, or none any more: that marks it again.
            batch.hold.append(pending.row)
        else:
            batch.again.append(pending.row)
    stamps.stamp(world, [(p.judged, p.order) for p in batch.pending], token)


def _profile(pending: Pending) -> str:
    verdict = pending.judged.verdict
    return verdict.profile if isinstance(verdict, Wanted) else ""


def _nothing_to_send(pending: Pending) -> bool:
    order = pending.order
    if order.operation == orders.CREATE and order.kind == "functional_account":
        return not order.add
    if order.operation != orders.UPDATE:
        return False
    sends = order.fields or order.add or order.remove or order.relogin
    return not (sends or order.rights is not None)
