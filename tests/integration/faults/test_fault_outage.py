"""An hour without OX: nobody pays for it, one alarm, and everything arrives once by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from oxsim.testing import running
from stellwerk.core.clock import Hand
from stellwerk.sync import lanes, queries
from stellwerk.sync.models import History
from tests.factories import dn_of
from tests.integration.faults.working import attempts, listening, paused, settled, work_until
from tests.integration.sync.site_case import Site

PEOPLE = 5
HOUR = 3600


def _many(site: Site) -> None:
    """A group of people who are there, and as many who are to come."""
    for number in range(PEOPLE):
        site.directory.person(f"old{number}")
    site.directory.group("team", *(dn_of(f"old{n}") for n in range(PEOPLE)))
    site.sync()
    for number in range(PEOPLE):
        site.directory.change(dn_of(f"old{number}"), title="Dr.")
        site.directory.person(f"new{number}")
    everybody = (dn_of(f"{age}{n}") for age in ("old", "new") for n in range(PEOPLE))
    site.directory.group("team", *everybody)
    site.read()


def _everything_arrived_once(site: Site) -> None:
    users = site.users()
    assert {users[f"old{n}"].get("title") for n in range(PEOPLE)} == {"Dr."}
    assert len(users) == len(site.groups()["team"]) == 2 * PEOPLE
    made = [line["name"] for line in site.ox.log() if line["kind"] == "user"]
    assert sorted(made) == sorted(users)
    assert site.parked() == {}
    assert paused(site) == set()


@pytest.mark.parametrize(
    "do",
    [
        "503",
        "fault:StorageException:Connection pool exhausted",
        "fault:DatabaseUpdateException:Database is locked",
    ],
)
def test_an_hour_of_trouble_is_sat_out(site: Site, hand: Hand, tmp_path: Path, do: str) -> None:
    _many(site)
    start = hand.moment
    site.trouble("*", do, share=1.0)
    seen: set[str] = set()
    shown: set[str] = set()

    def an_hour_later() -> bool:
        if not seen and (now := paused(site)):
            status = queries.status(site.portal, tmp_path)["targets"][0]["paused"]
            assert set(status) == now
            shown.update(status.values())
        seen.update(paused(site))
        return (hand.moment - start).total_seconds() > HOUR

    with listening() as heard:
        work_until(site, an_hour_later, hand, seconds=240)
        assert len(heard.of("paused")) == 1
        assert max(attempts()) <= 1
        assert site.parked() == {}
        assert seen <= {"*"} or seen <= {"10/users", "10/rest"}
        assert shown
        assert "" not in shown
        site.ox.clear_faults()
        work_until(site, settled, hand, seconds=10)
        assert len(heard.of("paused")) == len(heard.of("resumed")) == 1
    _everything_arrived_once(site)


@pytest.fixture
def restartable(db: None, tmp_path: Path) -> Iterator[tuple[Site, ExitStack, str, int]]:
    """A site whose server can be stopped, and started again where it was."""
    state = str(tmp_path / "ox.sqlite")
    with ExitStack() as stack:
        ox = stack.enter_context(running(state=state, lock_wait=0.01))
        yield Site(tmp_path, ox), stack, state, ox.port


def test_a_server_that_is_stopped_for_an_hour_costs_nobody_anything(
    restartable: tuple[Site, ExitStack, str, int], hand: Hand
) -> None:
    site, stack, state, port = restartable
    _many(site)
    site.ox.stop()
    start = hand.moment
    with listening() as heard:
        work_until(site, lambda: (hand.moment - start).total_seconds() > HOUR, hand, seconds=240)
        assert heard.of("paused") == ["*"]
        assert attempts() == {0}
        site.ox = stack.enter_context(running(state=state, port=port, lock_wait=0.01))
        work_until(site, settled, hand, seconds=10)
    _everything_arrived_once(site)


def test_a_gateway_that_has_lost_its_server_leaves_only_a_few_in_doubt(
    site: Site, hand: Hand
) -> None:
    """Each call may have been carried out, so each would have to be read."""
    _many(site)
    before = History.objects.count()
    site.trouble("OXUserService.*", "lost", share=1.0)
    with listening() as heard:
        work_until(site, lambda: paused(site) == {"*"})
        assert heard.of("paused") == ["*"]
    assert 0 < History.objects.count() - before <= 6
    site.ox.clear_faults()
    work_until(site, settled, hand, seconds=1)
    _everything_arrived_once(site)


def test_a_pause_grows_once_a_round_however_many_lanes_met_it(site: Site, hand: Hand) -> None:
    for number in range(20, 24):
        site.directory.context(number)
        site.directory.person(f"p{number}", oxContextIDNum=str(number))
    site.sync()
    for number in range(20, 24):
        site.directory.change(dn_of(f"p{number}"), title="Dr.")
    site.read()
    site.trouble("*", "503", share=1.0)
    work_until(site, lambda: paused(site) == {"*"})
    hand.forward(seconds=1.1)
    assert not lanes.paused(site.target.pk)
