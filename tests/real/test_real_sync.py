"""The whole way: a directory into a context of its own, and nothing left to do after it."""

from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.portals.actions import open_portal
from stellwerk.portals.models import Portal
from stellwerk.sources.actions import save_source
from stellwerk.sync import runs
from stellwerk.sync.actions import save_rules
from stellwerk.sync.assignments import UCS
from stellwerk.sync.report import Report
from stellwerk.targets.actions import save_credential, save_target
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.queries import credentials
from tests.factories import Directory
from tests.real.server import Context, Server, name_of


class Town:
    """One portal whose directory goes to one context of a server."""

    def __init__(self, server: Server, file: Path) -> None:
        self.number, self.file = server.free_id(), file
        self.directory = Directory()
        self.directory.context(self.number, cn=name_of(self.number))
        self.directory.profile()
        self.portal: Portal = open_portal("Test", actor="test")
        path = {"path": str(file), "dialect": "ucs"}
        save_source(
            self.portal,
            "directory",
            kind="ldif",
            settings=path,
            secret=None,
            position=0,
            actor="test",
        )
        where = server.address
        known = {"url": where.url, "mail_domain": "stellwerk-test.example"}
        if where.ca_file:
            known["ca_file"] = where.ca_file
        self.target, _ = save_target(self.portal, "ox", settings=known, manual=False, actor="test")
        master = Masked(where.master.password.reveal())
        save_credential(self.target, "", where.master.login, master, actor="test")
        save_rules(self.target, UCS, actor="test")

    def person(self, login: str, **attributes: str) -> str:
        mail = f"{login}@stellwerk-test.example"
        own = {"oxContextIDNum": str(self.number), "mailPrimaryAddress": mail}
        return self.directory.person(login, **own, **attributes)

    def sync(self) -> Report:
        self.file.write_text(self.directory.ldif, encoding="utf-8")
        runs.read_sources(self.portal)
        drawn = runs.draw_plan(self.portal)
        return runs.carry_out(self.portal, drawn, runs.permit_of(drawn), actor="test")

    def context(self, server: Server) -> Context:
        """The context with the administrator that the product made."""
        found = credentials(self.target)[str(self.number)]
        return Context(server, self.number, found)


@pytest.fixture
def town(db: None, server: Server, tmp_path: Path) -> Town:
    return Town(server, tmp_path / "directory.ldif")


def test_people_and_groups_arrive_and_a_second_run_does_nothing(town: Town, server: Server) -> None:
    people = [town.person("anna", title="Dr."), town.person("bert")]
    town.directory.group("amt", *people)
    first = town.sync()
    assert (first.applied, first.parked) == (4, 0)
    context = town.context(server)
    anna = context.call(ox.USER_GET_DATA, user={"name": "anna"})
    assert (anna["title"], anna["email1"]) == ("Dr.", "anna@stellwerk-test.example")
    (group,) = context.call(ox.GROUP_LIST, pattern="amt")
    assert len(group["members"]) == 2
    assert town.sync().applied == 0
    town.directory.change(people[0], title="", roomNumber="B 7")
    assert town.sync().applied == 1
    anna = context.call(ox.USER_GET_DATA, user={"name": "anna"})
    assert (anna.get("title"), anna["room_number"]) == (None, "B 7")
