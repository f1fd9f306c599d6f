"""A whole installation for a test: directory file, store, stand-in server, what can be asked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from unittest.mock import patch

from oxsim.testing import Running, running
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person
from stellwerk.portals.actions import open_portal
from stellwerk.portals.models import Portal
from stellwerk.sources.actions import save_source
from stellwerk.sources.intake import Summary
from stellwerk.sync import plan, runs, service
from stellwerk.sync.actions import look_again, save_rules
from stellwerk.sync.assignments import UCS
from stellwerk.sync.free import ALL, Permit
from stellwerk.sync.models import History, Work
from stellwerk.sync.plan import Drawn
from stellwerk.sync.report import Report
from stellwerk.sync.worker import Worker
from stellwerk.targets.actions import save_credential, save_target, start
from stellwerk.targets.models import Target
from stellwerk.targets.ox import operations
from stellwerk.targets.ox.access import rights_from
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import client, credentials
from tests.factories import Directory


class Stuck(AssertionError):
    """A run did not end by itself."""


def _watchdog() -> Callable[[int, int, str], None]:
    """A progress callback that ends a run which takes far too long, naming what is left."""
    end = monotonic() + 25

    def look(_applied: int, _parked: int, _current: str) -> None:
        if monotonic() > end:
            raise Stuck(list(Work.objects.values("object", "lane", "due", "attempts", "error")))

    return look


SETTINGS = {
    "settle": 0.3,
    "deadline": 2,
    "lease": 30,
    "lanes": 4,
    "mail_domain": "example.org",
    "gates": False,
}
"""Everything that takes something away waits; what passes by itself is proved in `gates`."""
READS = {"getData", "getMultipleData", "getModuleAccess", "list", "listAll", "getMembers"}


class Site:
    """One portal with the source `directory` and the target `ox`."""

    def __init__(self, folder: Path, ox: Running, *, manual: bool = False) -> None:
        self.file = folder / "directory.ldif"
        self.ox = ox
        self.directory = Directory()
        self.more: dict[str, Directory] = {}
        self.directory.context()
        self.directory.profile()
        self.portal: Portal = open_portal("Test", actor="test")
        self.source, _ = save_source(
            self.portal,
            "directory",
            kind="ldif",
            settings={"path": str(self.file), "dialect": "ucs"},
            secret=None,
            position=0,
            actor="test",
        )
        self.target: Target
        self.configure(manual=manual)
        self.credential("", "oxadminmaster", "secret")
        save_rules(self.target, UCS, actor="test")

    def configure(self, *, manual: bool = False, **settings: Any) -> Target:
        """Give the target these settings on top of the usual ones."""
        known = {**SETTINGS, "url": self.ox.url, **settings}
        target, _ = save_target(self.portal, "ox", settings=known, manual=manual, actor="test")
        self.target = target
        return target

    def credential(self, scope: str, login: str, password: str) -> None:
        """Keep a login at the target."""
        save_credential(self.target, scope, login, Masked(password), actor="test")

    def read(self) -> Summary:
        """Write the directory out and read it."""
        self.file.write_text(self.directory.ldif, encoding="utf-8")
        for name, other in self.more.items():
            self.file.with_name(f"{name}.ldif").write_text(other.ldif, encoding="utf-8")
        return runs.read_sources(self.portal)["directory"]

    def plan(self) -> Drawn:
        """Read, then draw a plan."""
        self.read()
        return runs.draw_plan(self.portal)

    def plan_as_is(self) -> Drawn:
        """Read the file as it lies there, then draw a plan."""
        runs.read_sources(self.portal)
        return runs.draw_plan(self.portal)

    def sync(self) -> Report:
        """Read, plan, and carry everything out that may be sent."""
        return self.carry_out(self.plan())

    def carry_out(self, drawn: Drawn) -> Report:
        """Carry out a plan that was drawn just now."""
        return self.permit(drawn, runs.permit_of(drawn))

    def permit(self, drawn: Drawn, permit: Permit) -> Report:
        """Carry out what of a plan is permitted."""
        return runs.carry_out(self.portal, drawn, permit, actor="test", progress=_watchdog())

    def drain(self) -> Worker:
        """Let a worker do all that is due, as the running service would."""
        worker = Worker(list(Target.objects.filter(portal=self.portal)), ALL)
        worker.drain(_watchdog())
        return worker

    def fill(self) -> None:
        """Give everybody who is wanted an account, as a running service would, many at once."""
        self.read()
        start(self.target, actor="test")
        with patch.object(service, "BATCH", 100), patch.object(service, "AT_ONCE", 200):
            self.drain_unwatched()

    def look_at_everybody(self) -> None:
        """Have everybody looked at again, as after a change of settings."""
        look_again(self.target)

    def drain_unwatched(self) -> None:
        """Let a worker do all that is due, however long it takes."""
        Worker(list(Target.objects.filter(portal=self.portal)), ALL).drain()

    def second_source(self) -> Directory:
        """A source `second` beside the first, read whenever that one is; returns what is in it."""
        other = Directory()
        self.more["second"] = other
        settings = {"path": str(self.file.with_name("second.ldif")), "dialect": "ucs"}
        save_source(
            self.portal, "second", kind="ldif", settings=settings, secret=None, position=1,
            actor="test",
        )  # fmt: skip
        return other

    def step_for(self, seconds: float) -> None:
        """Let a worker run for a while, then stop it."""
        worker = Worker(list(Target.objects.filter(portal=self.portal)), ALL)
        end = monotonic() + seconds

        def look(_applied: int, _parked: int, _current: str) -> None:
            if monotonic() > end:
                worker.stop()

        worker.run(look)

    def stop_after_first_fault(self) -> None:
        """Read, then let a worker run until planned trouble has struck once, and stop it there."""
        self.read()
        worker = Worker(list(Target.objects.filter(portal=self.portal)), ALL)
        end = monotonic() + 10

        def look(_applied: int, _parked: int, _current: str) -> None:
            if monotonic() > end:
                raise Stuck("the planned trouble never struck")
            if self.ox.stats()["totals"]["injected"]:
                worker.stop()

        worker.run(look)

    def secret(self, scope: str) -> str:
        """The password that is kept for a scope."""
        return credentials(self.target)[scope].password.reveal()

    def retry(self, login: str) -> int:
        """Take a parked person up again."""
        key = f"person:{Person.objects.get(login=login).pk}"
        return runs.retry(self.portal, key, actor="test")

    def changes(self) -> list[dict[str, Any]]:
        """The changes of a plan drawn now."""
        return list(self.plan().changes())

    def approve(self, drawn: Drawn) -> tuple[int, int]:
        """Approve what a plan shows as held."""
        return runs.approve(self.portal, drawn, actor="test")

    def approve_object(self, key: str) -> int:
        """Approve what is held of one object."""
        return runs.approve_object(self.portal, key, actor="test")

    def parked(self) -> dict[str, str]:
        """Name -> code of everything that is parked."""
        return {row["name"]: row["code"] for row in plan.parked(self.portal)}

    def questions(self) -> list[dict[str, Any]]:
        """The open decisions."""
        return plan.questions(self.portal)

    def context(self, number: int = 10) -> dict[str, Any]:
        """A context as the server holds it."""
        found: dict[str, Any] = self.ox.state()["contexts"][str(number)]
        return found

    def users(self, number: int = 10) -> dict[str, dict[str, Any]]:
        """Login -> user of a context, its administrator left out."""
        return {user["name"]: user for user in self.context(number)["users"] if user["id"] != 2}

    def groups(self, number: int = 10) -> dict[str, set[str]]:
        """Group name -> logins of its members, OX's own groups left out."""
        logins = {user["id"]: user["name"] for user in self.context(number)["users"]}
        return {
            group["name"]: {logins[one] for one in group["members"]}
            for group in self.context(number)["groups"]
            if group["id"] > 1
        }

    def resources(self, number: int = 10) -> dict[str, dict[str, Any]]:
        """Name -> resource of a context."""
        return {one["name"]: one for one in self.context(number)["resources"]}

    def accounts(self, number: int = 10) -> dict[str, dict[str, Any]]:
        """``address login`` -> secondary account of a context; the login is its owner's in OX."""
        logins = {user["id"]: user["name"] for user in self.context(number)["users"]}
        return {
            f"{one['primaryAddress']} {logins[one['userId']]}": one
            for one in self.context(number)["accounts"]
        }

    def calls(self) -> dict[str, int]:
        """The calls since the last time this was asked, by ``Service.operation``."""
        counted: dict[str, int] = self.ox.stats()["calls"]
        self.ox.reset()
        return counted

    def writes(self) -> dict[str, int]:
        """The writing calls since calls were last asked for."""
        return {n: count for n, count in self.calls().items() if n.partition(".")[2] not in READS}

    def delete_user(self, remote_id: int, scope: str = "10") -> None:
        """Remove a user as an administrator would, past us."""
        login = credentials(self.target)[scope]
        with client(self.target) as ox:
            ox.call(
                operations.USER_DELETE,
                {"ctx": {"id": int(scope)}, "user": {"id": remote_id}},
                login,
            )

    def make_user(
        self,
        login: str,
        admin: Credentials,
        *,
        mail: str = "",
        display: str = "",
        scope: str = "10",
    ) -> None:
        """Make a user as an administrator would, past us; like the factory's person of the name."""
        address = mail or f"{login}@example.org"
        fields = {
            "name": login,
            "password": Masked("pw"),
            "display_name": display or f"{login.capitalize()} Muster",
            "given_name": login.capitalize(),
            "sur_name": "Muster",
            "primaryEmail": address,
            "email1": address,
        }
        rights = rights_from(["contacts", "webmail"])
        params = {"ctx": {"id": int(scope)}, "usrdata": fields, "access": rights}
        with client(self.target) as ox:
            ox.call(operations.USER_CREATE_BY_MODULE_ACCESS, params, admin)

    def make_group(self, name: str, logins: Sequence[str], admin: Credentials) -> None:
        """Make a group as an administrator would, past us."""
        members = [self.users()[login]["id"] for login in logins]
        group = {"name": name, "displayname": name, "members": members}
        with client(self.target) as ox:
            ox.call(operations.GROUP_CREATE, {"ctx": {"id": 10}, "grp": group}, admin)

    def administrator(self) -> dict[str, Any]:
        """The administrator of context 10 as the server holds it."""
        found: dict[str, Any] = next(u for u in self.context()["users"] if u["id"] == 2)
        return found

    def history(self) -> list[dict[str, Any]]:
        """What was sent, oldest first."""
        return list(History.objects.order_by("pk").values("object", "action", "result", "fields"))

    def add_member(self, group: str, login: str, scope: str = "10") -> None:
        """Put a user into a group as an administrator would, past us."""
        found = next(one for one in self.context(int(scope))["groups"] if one["name"] == group)
        with client(self.target) as ox:
            ox.call(
                operations.GROUP_ADD_MEMBER,
                {
                    "ctx": {"id": int(scope)},
                    "grp": {"id": found["id"]},
                    "members": [{"id": self.users(int(scope))[login]["id"]}],
                },
                credentials(self.target)[scope],
            )

    def trouble(self, operation: str, do: str, **often: Any) -> None:
        """Plan trouble at the server; once, unless `next` or `share` is given."""
        self.ox.faults([{"operation": operation, "do": do, **(often or {"next": 1})}])


@contextmanager
def served_site(folder: Path, **options: Any) -> Iterator[Site]:
    """A site with a stand-in of its own."""
    manual = options.pop("manual", False)
    with running(**{"lock_wait": 0.01, **options}) as ox:
        yield Site(folder, ox, manual=manual)
