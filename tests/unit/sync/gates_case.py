"""The engine without a network: everything but the wire is real, the server is a dictionary."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from stellwerk.core import clock
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person
from stellwerk.sources.base import ReadRecord
from stellwerk.sync import gatekeeper, plan, results, rows, runs
from stellwerk.sync import lanes as lane_rows
from stellwerk.sync.actions import save_rules
from stellwerk.sync.assignments import UCS
from stellwerk.sync.fanout import fan_out_step
from stellwerk.sync.free import ALL
from stellwerk.sync.models import Applied, Fanout, Found, Work
from stellwerk.sync.prepare import Pending, prepare
from stellwerk.sync.routing import route
from stellwerk.sync.world import load_world
from stellwerk.targets.actions import save_credential
from stellwerk.targets.ox.orders import CREATE, DELETE, Outcome
from stellwerk.targets.queries import credentials
from tests.factories import person_record, record
from tests.unit.sources.intake_case import Intake


class Office:
    """A portal, a directory of people who all have an account, and what was sent for whom."""

    def __init__(self, logins: Iterable[str], **settings: object) -> None:
        self.intake = Intake()
        self.target = self.intake.target
        self.target.settings = {"settle": 0, "grace_days": 3650, **settings}
        self.target.started = True
        self.target.save()
        for scope in ("", "10"):
            save_credential(self.target, scope, "oxadmin", Masked("secret"), actor="test")
        save_rules(self.target, UCS, actor="test")
        self.users: dict[str, dict[str, object]] = {}
        self.switched_off: list[tuple[datetime, str]] = []
        self._base: list[ReadRecord] = [
            record("context", "id-10", "cn=10", contextid="10", name="ten"),  # type: ignore[arg-type]
            record("access_profile", "id-p", "cn=premium", name="premium", oxRightWebmail="TRUE"),  # type: ignore[arg-type]
        ]
        self._adopt_context()
        self.read(logins)
        self.drain()

    def _adopt_context(self) -> None:
        self.intake.take(*self._base)
        Found.objects.create(
            target=self.target, scope="10", kind="context", remote_id="", name="",
            read_at=clock.now(),
        )  # fmt: skip

    def read(self, logins: Iterable[str], *, whole: bool = True) -> None:
        """Read a directory in which exactly these people are."""
        people = [person_record(login, oxAccess="premium") for login in sorted(logins)]
        self.intake.take(*self._base, *people, reason="" if whole else "it broke off")

    def drain(self) -> None:
        """Do all that may be done now, as a worker would."""
        while self._step():
            pass

    def _step(self) -> bool:
        world = load_world(self.target)
        rows.wake_scheduled(self.target.pk)
        while Fanout.objects.filter(target=self.target).exists():
            fan_out_step(world)
        busy = route(world) + gatekeeper.keep_gates(world)
        lanes = lane_rows.lanes_with_work(self.target.pk)
        due = [row for lane in lanes for row in lane_rows.due_rows(self.target.pk, lane, 500)]
        if not due:
            return bool(busy)
        logins = credentials(self.target)
        batch = prepare(self.target, world, due, logins, token="t", permit=ALL)
        key = self.target.pk
        rows.route_again((key, row.object, row.generation) for row in batch.again)
        rows.drop((key, row.object, row.generation) for row in batch.drop)
        results.commit(world, [(one, self._send(one)) for one in batch.pending], 0)
        return True

    def _send(self, pending: Pending) -> Outcome:
        order = pending.order
        outcome = Outcome(order, remote_id=order.remote_id)
        if order.operation == CREATE:
            outcome.remote_id = str(len(self.users) + 3)
            self.users[outcome.remote_id] = {}
        if order.operation == DELETE:
            outcome.deleted = True
            return outcome
        outcome.sent, outcome.rights = dict(order.fields), order.rights is not None
        self.users.setdefault(outcome.remote_id, {}).update(order.fields)
        if order.fields.get("mailenabled") == "false":
            self.switched_off.append((clock.now(), order.name))
        return outcome

    def off(self) -> set[str]:
        """The logins of who is switched off at the server."""
        return {
            str(user["name"]) for user in self.users.values() if user.get("mailenabled") == "false"
        }

    def held(self) -> set[str]:
        """The logins of whom a plan shows as held."""
        return {change.name for change in plan.changes_of(self.target) if change.held}

    def answer(self, login: str, *, approve: bool) -> int:
        """Approve or drop what is held of somebody; how much that was."""
        key = f"person:{Person.objects.get(login=login).pk}"
        act = runs.approve_object if approve else runs.drop_object
        return act(self.intake.portal, key, actor="test")

    def accounts(self) -> int:
        """How many people have an account."""
        return Applied.objects.exclude(person=None).exclude(remote_id="").count()


def most_within_a_day(moments: Iterable[datetime]) -> int:
    """The largest number of moments within any 24 hours."""
    ordered = sorted(moments)
    day = timedelta(hours=24)
    return max(
        (sum(1 for one in ordered if start <= one < start + day) for start in ordered), default=0
    )


def due_rows(target: int) -> int:
    """How many rows are still due in a lane."""
    ready = Work.objects.filter(target=target, state=Work.State.READY)
    return ready.exclude(lane="").exclude(lane__startswith="~").count()
