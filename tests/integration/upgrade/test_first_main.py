"""What the first landed main left is opened by today's: nothing is sent or lost by that."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from oxsim.testing import Running
from tests.integration.own_directory.installation import Installation

WAITING = {("p01", "disable"), ("p02", "disable"), ("team", "update")}
READS = {"getData", "getMultipleData", "getModuleAccess", "list", "listAll", "getMembers"}


def _writes(ox: Running) -> set[str]:
    return {call for call in ox.stats()["calls"] if call.partition(".")[2] not in READS}


def test_a_plan_shows_what_waited_before_and_nothing_else(old: Installation, ox: Running) -> None:
    drawn = old.json("plan")
    assert drawn["plan"].pop("held") == 3
    assert set(drawn["plan"].values()) == {0}
    assert {(one["name"], one["action"]) for one in drawn["changes"]} == WAITING
    assert {one["value"] for one in drawn["decisions"]} == {"p39", "p39@example.org"}
    assert [(one["name"], one["code"]) for one in drawn["parked"]] == [("p38", "profile_unknown")]
    assert _writes(ox) == set()


def test_a_sync_sends_nothing_and_what_waited_goes_on_waiting(
    old: Installation, ox: Running
) -> None:
    old.json("sync", "--yes", code=1)
    assert _writes(ox) == set()
    drawn = old.json("plan")
    assert {(one["name"], one["held"]) for one in drawn["changes"]} == {
        (name, True) for name, _ in WAITING
    }


def test_who_was_switched_off_before_has_the_whole_grace_from_now_on(old: Installation) -> None:
    opened = datetime.now(UTC)
    old.json("plan")
    (scheduled,) = (target["scheduled"] for target in old.status()["targets"])
    (one,) = scheduled["next"]
    assert one["name"] == "p00"
    day = datetime.fromisoformat(one["on"]).replace(tzinfo=UTC)
    assert day >= opened.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=30)


def test_what_waited_is_approved_and_carried_out(old: Installation, ox: Running) -> None:
    old.run("approve", old.json("plan")["hash"])
    old.json("sync", "--yes", code=1)
    users = ox.state()["contexts"]["10"]["users"]
    off = {one["name"] for one in users if one["mailenabled"] in (False, "false")}
    assert off == {"p00", "p01", "p02"}
    (team,) = (one for one in ox.state()["contexts"]["10"]["groups"] if one["name"] == "team")
    assert len(team["members"]) == 16


def test_the_store_is_copied_before_it_is_changed_and_only_then(old: Installation) -> None:
    old.status()
    (copy,) = old.data.glob("*.before-*")
    assert _migrations(copy) < _migrations(old.data / "stellwerk.sqlite")
    kept = copy.stat().st_mtime_ns
    old.status()
    assert [one.stat().st_mtime_ns for one in old.data.glob("*.before-*")] == [kept]
    assert copy.stat().st_mode & 0o077 == 0


def _migrations(file: Path) -> set[str]:
    store = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    rows = store.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
    store.close()
    return {name for (name,) in rows}
