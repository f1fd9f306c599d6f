"""A plan that is handed to the running service is carried out alone, and can be cancelled."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from oxsim.testing import Running, running
from stellwerk.demo.directory import write_directory
from tests.integration.own_directory.installation import Installation, users, wait_for
from tests.integration.own_directory.test_serve import CONFIG

_LATE = """
dn: uid=late.comer,cn=users,dc=lindenau,dc=example
univentionObjectType: users/user
uid: late.comer
givenName: Late
sn: Comer
displayName: Late Comer
mailPrimaryAddress: late.comer@lindenau.example
isOxUser: OK
oxContextIDNum: 10
oxAccess: premium
entryUUID: 00000000-aaaa-bbbb-cccc-000000000001
"""


@pytest.fixture
def ox() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def slow_ox() -> Iterator[Running]:
    """A stand-in that takes its time, so that there is something to cancel."""
    with running(latency=0.3) as server:
        yield server


@pytest.fixture
def served(installation: Installation, ox: Running) -> Iterator[Installation]:
    """An installation that was imported, never synced, and is served."""
    yield from serving(installation, ox)


@pytest.fixture
def slowly_served(installation: Installation, slow_ox: Running) -> Iterator[Installation]:
    """The same, where everything takes long."""
    yield from serving(installation, slow_ox)


def serving(installation: Installation, ox: Running) -> Iterator[Installation]:
    write_directory(installation.folder / "people.ldif", 40)
    installation.file.write_text(CONFIG.format(url=ox.url).replace("settle", "lanes = 1\nsettle"))
    installation.run("config", "import", "stellwerk.toml")
    service = installation.start("serve", "--no-panel")
    wait_for(lambda: "done" in installation.run("status"))
    yield installation
    service.terminate()
    service.communicate(timeout=60)


def there(ox: Running) -> set[str]:
    """Everybody in OX."""
    contexts = ox.state()["contexts"]
    return {login for number in contexts for login in users(ox, int(number))}


def add(installation: Installation, text: str) -> None:
    """Add somebody to the directory's file, and wait until the service has read it."""
    file = installation.folder / "people.ldif"
    file.write_text(file.read_text().rstrip("\n") + "\n" + text)
    wait_for(lambda: "late.comer" in installation.run("people", "late.comer"))


def started(installation: Installation) -> bool:
    return bool(installation.status()["targets"][0]["started"])


def run_number(installation: Installation, kind: str) -> int:
    """The newest run of a kind that is under way, 0 without one."""
    rows = json.loads(installation.run("runs", "--json"))["runs"]
    return next((r["run"] for r in rows if (r["kind"], r["state"]) == (kind, "running")), 0)


def test_a_handed_over_plan_is_carried_out_and_nothing_else(served: Installation, ox: Running):
    drawn = served.json("plan")
    add(served, _LATE)
    done = json.loads(served.run("sync", "--plan", drawn["hash"], "--yes", "--json", code=1))
    shown = {c["name"] for c in drawn["changes"] if c["object"].startswith("person:")}
    assert there(ox) == shown
    assert done["applied"] >= len(shown)
    assert (done["unseen"], done["halted"], done["moved"]) == (1, ["ox"], [])
    # The service goes on, and does not send what nobody has seen.
    served.run("sync", "--plan", drawn["hash"], "--yes", code=1)
    assert "late.comer" not in there(ox)
    served.run("sync", "--yes", code=1)
    assert there(ox) == shown | {"late.comer"}
    assert started(served)


def test_a_plan_of_which_something_moved_is_refused_as_a_whole(served: Installation, ox: Running):
    name = served.json("plan")["hash"]
    file = served.folder / "people.ldif"
    file.write_text(re.sub("^title: .*$", "title: Prof.", file.read_text(), flags=re.MULTILINE))
    wait_for(lambda: served.json("plan")["hash"] != name)
    said = served.run("sync", "--plan", name, "--strict", "--yes", code=1)
    assert "no longer stand" in said
    assert there(ox) == set()
    assert not started(served)


def test_a_sync_that_is_cancelled_stops_and_stays_stopped(
    slowly_served: Installation, slow_ox: Running
):
    served, ox = slowly_served, slow_ox
    # So many that there is something left to cancel, however slow this machine is.
    write_directory(served.folder / "people.ldif", 400)
    sync = served.start("sync", "--yes")
    number = wait_for(lambda: len(there(ox)) > 3 and run_number(served, "sync"), seconds=90)
    assert "ends now" in served.run("cancel", str(number))
    _, said = sync.communicate(timeout=60)
    assert sync.returncode == 1
    assert "cancelled" in said
    kept, calls = there(ox), ox.stats()["totals"]["calls"]
    assert 3 < len(kept) < 350
    # The calls under way were finished and written down: nothing is in doubt, nothing goes on.
    run = json.loads(served.run("runs", str(number), "--json"))
    assert (run["state"], run["result"]["halted"]) == ("cancelled", ["ox"])
    assert run["result"]["applied"] >= len(kept)
    add(served, _LATE)
    assert ox.stats()["totals"]["calls"] == calls
    assert not started(served)
    assert served.status()["targets"][0]["due"] > 0
    # The way on is a plan that shows the rest.
    assert served.json("plan")["plan"]["create"] > 50


def test_a_reading_that_is_cancelled_stops(installation: Installation, tmp_path: Path, ox: Running):
    write_directory(installation.folder / "people.ldif", 40_000)
    installation.file.write_text(CONFIG.format(url=ox.url))
    installation.run("config", "import", "stellwerk.toml")
    plan = installation.start("plan")
    number = wait_for(lambda: run_number(installation, "read"), seconds=60)
    installation.run("cancel", str(number))
    _, said = plan.communicate(timeout=60)
    assert (plan.returncode, "cancelled" in said) == (1, True)
    run = json.loads(installation.run("runs", str(number), "--json"))
    assert run["state"] == "cancelled"
