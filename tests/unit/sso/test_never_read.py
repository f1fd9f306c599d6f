"""The source of those who come by signing in is in the store like any other, and never read."""

from pathlib import Path
from typing import Any

import pytest

from stellwerk.config.exporting import export
from stellwerk.config.saving import move_source
from stellwerk.core.access import Role
from stellwerk.panel.pages.dashboard.queries import standing
from stellwerk.people.models import Person
from stellwerk.sources.actions import Reserved, save_source
from stellwerk.sources.base import Kind
from stellwerk.sources.intake import take_in
from stellwerk.sources.models import Source
from stellwerk.sources.queries import read_ones
from stellwerk.sync import runs
from stellwerk.sync.actions import save_rules
from stellwerk.sync.judging import judge
from stellwerk.sync.queries import status
from stellwerk.sync.wanted import Wanted
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from tests.browsing import client_of, person
from tests.factories import Memory, record
from tests.unit.sso.visiting import Visitor, attributes, here, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def portal_with_both() -> Any:
    """A portal with a directory that declares a context, and with Anna, who signed in."""
    where = here()
    source, _ = save_source(
        where, "directory", kind="memory", settings={}, secret=None, position=0, actor="test"
    )
    declared = [
        record(Kind.CONTEXT, "c10", "cn=c10,dc=test", name="ten", contextid="10"),
        record(Kind.ACCESS_PROFILE, "p", "cn=premium,dc=test", name="premium", usm="1"),
    ]
    take_in(source, Memory(declared))
    switched_on(where)
    Visitor().sign_in(attributes=attributes(memberOf="staff"))
    return where


@pytest.mark.parametrize("match", [{"source": "sso"}, {"group": "staff"}])
def test_rules_send_whoever_signed_in_to_targets(match: dict[str, str]) -> None:
    where = portal_with_both()
    target = Target.objects.create(portal=where, name="ox", settings={"gates": False})
    rule = {
        "name": "all",
        "match": {"kind": "person", **match},
        "give": {"context": "10", "profile": "premium"},
    }
    save_rules(target, [rule], actor="test")
    world = load_world(target)
    who = Person.objects.get()
    (judged,) = judge(world, [f"person:{who.pk}"])
    assert isinstance(judged.verdict, Wanted)
    assert judged.verdict.fields["email1"] == "anna@example.org"
    assert judged.verdict.fields["sur_name"] == "Arendt"
    assert (judged.verdict.scope, judged.applied) == ("10", None)


def test_runs_services_and_files_leave_it_out(tmp_path: Path) -> None:
    where = portal_with_both()
    assert [row.name for row in read_ones(where)] == ["directory"]
    assert "sso" not in export(where)
    said = {row["name"]: row["said"] for row in status(where, tmp_path)["sources"]}
    assert said["sso"] == "filled by signing in"
    read_ones(where).delete()
    assert runs.read_sources(where) == {}
    assert standing(where).sourced


def test_no_file_and_no_form_takes_its_name() -> None:
    where = portal_with_both()
    with pytest.raises(Reserved):
        save_source(where, "sso", kind="ldif", settings={}, secret=None, position=0, actor="test")


def test_it_counts_last_whatever_is_added_or_moved() -> None:
    where = portal_with_both()
    two, _ = save_source(
        where, "second", kind="memory", settings={}, secret=None, position=1, actor="test"
    )
    assert not move_source(two, earlier=False, actor="test")
    assert move_source(two, earlier=True, actor="test")
    names = Source.objects.order_by("position", "pk").values_list("name", flat=True)
    assert list(names) == ["second", "directory", "sso"]


def test_its_pages_show_it_and_nothing_that_reads_or_removes_it() -> None:
    where = portal_with_both()
    owner = client_of(person(where, "owner", Role.OWNER))
    host = {"host": "portal.example.org"}
    row = Source.objects.get(kind="sso")
    listed = owner.get("/sources/", headers=host).content.decode()
    assert "filled by signing in" in listed
    page = owner.get(f"/sources/{row.public_id}/", headers=host).content.decode()
    assert "Single sign-on" in page
    for word in ("Read now", "Remove this source", "Last readings"):
        assert word not in page
    for verb in ("read", "move", "remove"):
        answer = owner.post(f"/sources/{row.public_id}/{verb}/", {"way": "earlier"}, headers=host)
        assert answer.status_code == 404
    assert owner.get(f"/sources/{row.public_id}/edit/", headers=host).status_code == 404
    assert owner.get("/", headers=host).status_code == 200
    assert owner.get("/people/", headers=host).status_code == 200
