"""Serving one target: fan out, route, lease lanes, prepare orders, commit outcomes."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

import structlog
from django.db import transaction

from stellwerk.core import clock
from stellwerk.sync import gatekeeper, gone, relogin, results, rows
from stellwerk.sync import lanes as lane_rows
from stellwerk.sync.fanout import fan_out_step
from stellwerk.sync.free import ALL, Permit
from stellwerk.sync.health import Health, look
from stellwerk.sync.judging_contexts import wake_namesakes
from stellwerk.sync.lanes import CONTEXTS, WHOLE, scope_of
from stellwerk.sync.models import Fanout, Work
from stellwerk.sync.prepare import Batch, Pending, prepare
from stellwerk.sync.routing import route
from stellwerk.sync.streams import HUNGRY, Stream, Streams
from stellwerk.sync.survey import survey
from stellwerk.sync.turns import Turns
from stellwerk.sync.wanted import World
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from stellwerk.targets.ox.faults import OxError
from stellwerk.targets.ox.orders import Outcome
from stellwerk.targets.queries import MASTER, client, credentials

log = structlog.get_logger()

BATCH = 8
"""Orders a lane gets at once: what a crash leaves in doubt at most."""
AT_ONCE = 8 * BATCH
"""So many orders are prepared at once: more cost less each, but let hungry streams wait."""
GROUP_LIVE, GROUP_BULK = timedelta(seconds=10), timedelta(seconds=60)
"""So long a group waits while many of its people are still on their way: somebody waits for it, or
nobody does."""
PATIENCE = 20.0
"""So long a run waits for a server that is down, in seconds; the service waits for ever."""

_LOOK = 5.0
"""So long an answer is waited for that only has to show that the server is back, in seconds."""


class Service:
    """One target being served by this worker."""

    def __init__(self, target: Target, token: str, permit: Permit = ALL) -> None:
        self.target = target
        self.permit = permit
        self.token = token
        self.client = client(target)
        self.limit = int(target.settings.get("lanes", 8))
        self.deadline = float(target.settings.get("deadline", 60))
        self.settle = float(target.settings.get("settle", 60))
        self.lease = lane_rows.lease_seconds(target.settings, self.deadline)
        self.streams: dict[str, Stream] = {}
        self.in_flight: set[str] = set()
        self._under_way: Counter[str] = Counter()
        self.skipped: set[str] = set()
        self.applied = self.parked = 0
        self.current = ""
        self._health = Health(target)
        self._down: float | None = None
        self._gates_kept, self._gates_rest = 0.0, 1.0
        self._world: World | None = None
        self._loaded = 0.0
        self._resting: dict[str, float] = {}
        self._turns = Turns(self.limit, lambda: lane_rows.loads(target.pk))

    def world(self) -> World:
        """The target's rules and contexts, at most a second old."""
        if self._world is None or monotonic() - self._loaded > 1:
            self.target.refresh_from_db()
            self._world, self._loaded = load_world(self.target), monotonic()
            self._logins = credentials(self.target)
        return self._world

    def reload(self) -> None:
        """Load the world anew before it is used next."""
        self._world = None

    def step(self, pool: Streams) -> bool:
        """Do what can be done now without waiting; whether anything was done."""
        if Fanout.objects.filter(target=self.target).exists():
            self.reload()
            fan_out_step(self.world())
            return True
        if WHOLE in lane_rows.paused(self.target.pk):
            return False
        if self._health.is_away and not self._is_back():
            return False
        if self._survey():
            return True
        routed = route(self.world())
        if self._halted():
            return bool(routed)
        self._keep_gates()
        return bool(self._top_up(pool) or routed)

    def _is_back(self) -> bool:
        """Whether a server that was away answers again; else the pause goes on."""
        master = credentials(self.target).get(MASTER)
        fault = look(self.client, master, min(self.deadline, _LOOK))
        if fault is not None:
            self._pause({WHOLE: fault})
            return False
        self._health.is_away = False
        return True

    def _halted(self) -> bool:
        """Whether this target may not be written to any more.

        Asked after the world was loaded: rules that were saved together with a halt are either not
        in that world, or the halt is seen here.
        """
        return not Target.objects.filter(pk=self.target.pk, started=True).exists()

    def _keep_gates(self) -> None:
        """Once a second: what the gates let through, and what was scheduled for now."""
        if monotonic() - self._gates_kept > self._gates_rest:
            self._open_gates()

    def _open_gates(self) -> bool:
        """Whether anything passed. Much that waits is looked at less often."""
        start = monotonic()
        woken = rows.wake_scheduled(self.target.pk)
        passed = gatekeeper.keep_gates(self.world())
        self._gates_kept = monotonic()
        self._gates_rest = max(1.0, 20 * (self._gates_kept - start))
        return bool(passed or woken)

    def _survey(self) -> bool:
        """Read contexts nobody has looked into yet; nothing is sent there before."""
        try:
            read = survey(self.target, self.world(), self.client)
        except OxError as fault:
            self._pause({WHOLE: fault})
            return False
        if read:
            self.reload()
        return bool(read)

    def _top_up(self, pool: Streams) -> int:
        due_now: list[Work] = []
        for lane in sorted(self._lanes(), key=self._queued):
            if self._queued(lane) > HUNGRY or len(due_now) >= AT_ONCE:
                break
            passed = self._under_way[lane] + len(self.skipped)
            due = [
                row
                for row in lane_rows.due_rows(self.target.pk, lane, BATCH + passed)
                if row.object not in self.in_flight and row.object not in self.skipped
            ][:BATCH]
            if due and self._lease(lane):
                due_now += due
            elif not due:
                self._rest(lane)
        if not due_now:
            return 0
        world = self.world()
        if self._halted():
            return 0
        batch = prepare(
            self.target, world, due_now, self._logins, token=self.token, permit=self.permit
        )  # fmt: skip
        self._settle(batch)
        if any(row.lane == CONTEXTS for row in due_now):
            self.reload()  # one that was adopted as it is needs no call, and opens its lanes
        for pending in batch.pending:
            self.in_flight.add(pending.row.object)
            self._under_way[pending.row.lane] += 1
        by_lane: dict[str, list[Pending]] = {}
        for pending in batch.pending:
            by_lane.setdefault(pending.row.lane, []).append(pending)
        for lane, some in by_lane.items():
            pool.send(self.streams[lane], some)
        return len(due_now) - len(batch.skipped)

    def _lanes(self) -> list[str]:
        """Lanes to look at, in turn while there are more than we may serve at once."""
        open_ones = lane_rows.lanes_with_work(self.target.pk)
        paused = lane_rows.paused(self.target.pk)
        world = self.world()
        now = monotonic()
        ready = [
            lane
            for lane in self._servable(open_ones, world)
            if lane not in paused and self._resting.get(lane, 0) <= now and self._goes_on(lane)
        ]
        if self.skipped:
            # A lane in which only unseen rows are left must not keep the others from their place.
            due = lane_rows.with_rows_due(self.target.pk, ready, self.skipped)
            ready = [lane for lane in ready if lane in due]
        taken = {lane: stream.taken for lane, stream in self.streams.items()}
        chosen = self._turns.choose(ready, taken, CONTEXTS)
        idle = [lane for lane, stream in self.streams.items() if not self._busy(stream)]
        for lane in idle:
            if lane not in chosen:
                self._give_back(lane)
        return chosen

    def _goes_on(self, lane: str) -> bool:
        """Whether a lane takes orders; not while what a fault stopped is still coming home."""
        stream = self.streams.get(lane)
        if stream is None or not stream.stopped:
            return True
        if self._under_way[lane]:
            return False
        stream.stopped = False
        return True

    def _queued(self, lane: str) -> int:
        return len(self.streams[lane]) if lane in self.streams else 0

    def _busy(self, stream: Stream) -> bool:
        return stream.running or bool(stream.queue)

    def _servable(self, lanes: Sequence[str], world: World) -> list[str]:
        """Nothing of a context before the context; groups after their people.

        `lanes` are all that have work.
        """
        there = [lane for lane in lanes if self._is_there(scope_of(lane), world)]
        people = {scope_of(lane): lane for lane in there if lane.endswith("/users")}
        target, now = self.target.pk, clock.now()
        busy = lane_rows.with_rows_due(target, list(people.values()), self.skipped)
        blocked = [
            lane for lane in there if lane.endswith("/rest") and people.get(scope_of(lane)) in busy
        ]
        overdue = lane_rows.waiting(target, blocked, now - GROUP_LIVE, now - GROUP_BULK)
        return [lane for lane in there if lane not in blocked or lane in overdue]

    def _is_there(self, scope: str, world: World) -> bool:
        context = world.contexts.get(scope)
        return not scope or (scope in self._logins and (context is None or context.applied))

    def _lease(self, lane: str) -> bool:
        if lane in self.streams:
            return True
        if len(self.streams) >= self.limit:
            return False
        if not lane_rows.lease(self.target.pk, lane, self.token, self.lease):
            return False
        self.streams[lane] = Stream(
            self.target.pk,
            lane,
            self.client,
            self._logins.get(MASTER),
            monotonic() + self.lease,
            self.deadline,
        )
        return True

    def _rest(self, lane: str) -> None:
        """Nothing of this lane is due: look again a little later, and let others in."""
        self._resting[lane] = monotonic() + 0.2
        stream = self.streams.get(lane)
        if stream is not None and not self._busy(stream):
            self._give_back(lane)

    def _give_back(self, lane: str) -> None:
        del self.streams[lane]
        lane_rows.release(self.target.pk, lane, self.token)

    def renew(self) -> None:
        """Let all leases run anew."""
        lane_rows.renew(self.target.pk, self.token, self.lease)
        for stream in self.streams.values():
            stream.until = monotonic() + self.lease

    def _settle(self, batch: Batch) -> None:
        self.skipped |= set(batch.skipped)
        target = self.target.pk
        with transaction.atomic():
            rows.route_again((target, row.object, row.generation) for row in batch.again)
            rows.drop((target, row.object, row.generation) for row in batch.drop)
            rows.hold((target, row.object, row.generation) for row in batch.hold)
            rows.later((target, row.object, s, n) for row, s, n in batch.later)
            rows.park(
                (why.code, why.text, why.hint, target, row.object, row.generation)
                for row, why in batch.park
            )
        self.parked += len(batch.park)

    def commit(self, done: list[tuple[Pending, Outcome]]) -> None:
        """Write outcomes, then act on what they say about lanes and the whole target."""
        blame = self._health.weigh(done)
        tally = results.commit(self.world(), done, self.settle, blame)
        self.in_flight -= {pending.row.object for pending, _ in done}
        self._under_way -= Counter(pending.row.lane for pending, _ in done)
        self.applied += tally.applied
        self.parked += tally.parked
        self._health.praise(done)
        if tally.applied:
            self.current = done[-1][0].judged.label
            self._down = None
        if tally.context_made:
            self.reload()
            wake_namesakes(self.target.pk)
        for scope in tally.gone:
            if gone.note(self.target.pk, scope):
                log.warning("context gone", target=self.target.name, context=scope)
        pauses = blame.pauses | tally.pauses
        for lane in relogin.overtaken(self.target, self.client, done, pauses):
            del pauses[lane]
            self.reload()
        self._pause(pauses)

    def _pause(self, faults: dict[str, OxError]) -> None:
        if self._health.pause(faults) and self._down is None:
            self._down = monotonic()

    def idle(self) -> bool:
        """Whether nothing is under way and nothing can be sent, now or within a minute and a half.

        Rows of paused lanes and of contexts that are not there do not count: they can wait long.
        """
        target = self.target.pk
        if self.in_flight or Fanout.objects.filter(target=target).exists():
            return False
        paused = lane_rows.paused(target)
        if WHOLE in paused:
            return self._down_since() > PATIENCE
        if self._halted():
            return True
        work = Work.objects.filter(target=target, state=Work.State.READY)
        if work.filter(lane="").exists():
            return False
        soon = work.filter(due__lte=clock.now() + timedelta(seconds=90))
        if any(
            soon.filter(lane=lane).exclude(object__in=self.skipped).exists()
            for lane in self._servable(lane_rows.lanes_with_work(target), self.world())
            if lane not in paused
        ):
            return False
        return not self._open_gates()

    def quiet(self) -> bool:
        """Whether nothing is to be routed or sent, now or later: only a new mark can change that,
        or what is scheduled.
        """
        target = self.target.pk
        if self.in_flight or lane_rows.lanes_with_work(target):
            return False
        fresh = Work.objects.filter(target=target, state=Work.State.READY, lane="")
        return not (fresh.exists() or Fanout.objects.filter(target=target).exists())

    def _down_since(self) -> float:
        return 0.0 if self._down is None else monotonic() - self._down

    def close(self) -> None:
        """Give everything back."""
        for lane in list(self.streams):
            self._give_back(lane)
        self.client.close()
