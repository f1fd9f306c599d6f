"""One bad object among very many: it is parked and says why, everybody else arrives.

`FULL=1` takes ten thousand, as a town has them.
"""

import os

import pytest

from stellwerk.core.clock import Hand
from stellwerk.panel.objects.failures import explain
from stellwerk.sync.breaker import COLLISIONS
from stellwerk.sync.models import Work
from stellwerk.targets.actions import start
from tests.factories import dn_of
from tests.integration.faults.working import attempts, paused, settled, work_until
from tests.integration.sync.site_case import Site

MANY = 10_000 if os.environ.get("FULL") else 1_000
POISON = "x-poison-x"


def _town(site: Site, people: int) -> str:
    """So many people, one of whom has a room that upsets the server. Her DN."""
    for number in range(people):
        site.directory.person(f"p{number:05}")
    poisoned = dn_of(f"p{people // 2:05}")
    site.directory.change(poisoned, roomNumber=POISON)
    return poisoned


def _start(site: Site) -> None:
    """Let the worker send what the directory holds now."""
    start(site.target, actor="test")
    site.read()


def test_one_poisoned_object_among_a_thousand_is_parked_and_the_rest_arrives(
    site: Site, hand: Hand
) -> None:
    _town(site, MANY)
    _start(site)
    crash = "fault::java.lang.NullPointerException"
    site.trouble("OXUserService.*", crash, share=1.0, holding=POISON)
    work_until(site, settled, hand, seconds=1)
    assert len(site.users()) == MANY - 1
    assert set(site.parked().values()) == {"ox_storage"}
    assert len(site.ox.log()) == MANY


@pytest.mark.parametrize(
    ("do", "code", "there"),
    [
        ("fault::java.lang.NullPointerException", "ox_storage", False),
        ("fault:StorageException:something is broken", "ox_storage", True),
        ("fault:InvalidDataException:no such thing", "ox_invalid", True),
        ("reset", "ox_silent", False),
        ("reset", "ox_silent", True),
        ("503", "ox_unavailable", True),
        ("html", "ox_silent", False),
    ],
)
def test_whatever_the_poison_does_it_ends_parked_and_stops_nobody(
    site: Site, hand: Hand, do: str, code: str, there: bool
) -> None:
    poisoned = _town(site, 6)
    if there:
        site.directory.change(poisoned, roomNumber="1")
        site.sync()
        for number in range(6):
            site.directory.change(dn_of(f"p{number:05}"), title="Dr.")
        site.directory.change(poisoned, roomNumber=POISON)
    _start(site)
    site.trouble("OXUserService.*", do, share=1.0, holding=POISON)
    work_until(site, lambda: bool(site.parked()), hand, seconds=5)
    assert site.parked() == {"p00003": code}
    work_until(site, settled, hand, seconds=5)
    others = {login: user for login, user in site.users().items() if login != "p00003"}
    assert len(others) == 5
    assert {user.get("title") for user in others.values()} == {"Dr." if there else None}
    assert paused(site) == set()
    row = Work.objects.get(state=Work.State.PARKED)
    said = explain(row.code, row.error, row.hint)
    assert all(map(str, (said.happened, said.cause, said.step, said.detail)))
    # It is taken up again by itself when its record changes, and then it arrives.
    site.directory.change(poisoned, roomNumber="2")
    site.read()
    work_until(site, settled, hand, seconds=5)
    assert site.parked() == {}
    assert site.users()["p00003"]["room_number"] == "2"
    assert len([line for line in site.ox.log() if line["name"] == "p00003"]) == 1


def test_a_parked_object_is_taken_up_again_when_somebody_says_so(site: Site, hand: Hand) -> None:
    _town(site, 3)
    _start(site)
    invalid = "fault:InvalidDataException:no such thing"
    site.trouble("OXUserService.*", invalid, share=1.0, holding=POISON)
    work_until(site, lambda: bool(site.parked()), hand, seconds=5)
    site.ox.clear_faults()
    work_until(site, settled, hand, seconds=5)
    assert len(site.users()) == 2
    assert site.retry("p00001") == 1
    work_until(site, settled, hand, seconds=5)
    assert len(site.users()) == 3


def test_conflicts_are_tried_again_apart_from_each_other_and_never_counted(
    site: Site, hand: Hand
) -> None:
    _town(site, 12)
    _start(site)
    conflict = "fault:StorageException:User update conflict: please try again later"
    site.trouble("OXUserService.*", conflict, share=1.0)
    seen: set[int] = set()

    def struck_often() -> bool:
        seen.update(attempts())
        return int(site.ox.stats()["totals"]["injected"]) >= COLLISIONS

    work_until(site, struck_often, hand, seconds=0.05)
    assert seen == {0}
    due = set(Work.objects.filter(object__startswith="person:").values_list("due", flat=True))
    assert len(due) > 6
    work_until(site, lambda: bool(paused(site)), hand, seconds=0.05)
    assert paused(site) & {"*", "10/users"}
    site.ox.clear_faults()
    work_until(site, settled, hand, seconds=5)
    assert len(site.users()) == 12
    assert site.parked() == {}
