"""What passes by itself within a day, and what does not: through the whole engine."""

from collections.abc import Mapping, Sequence

import pytest
import structlog

from stellwerk.core.clock import Hand
from stellwerk.people.models import Person
from stellwerk.sync import waiting
from stellwerk.sync.models import Held
from tests.factories import dn_of
from tests.integration.sync.site_case import Site


def _off(site: Site, scope: int = 10) -> set[str]:
    """Who is switched off in a context."""
    users = site.users(scope).values()
    return {user["name"] for user in users if user["mailenabled"] in (False, "false")}


def _people(site: Site, number: int, context: str = "10", prefix: str = "p") -> list[str]:
    logins = [f"{prefix}{n:04}" for n in range(number)]
    for login in logins:
        site.directory.person(login, oxContextIDNum=context)
    return logins


def _alarms(logs: Sequence[Mapping[str, object]]) -> list[object]:
    return [one["event"] for one in logs if one["event"] in {"gate closed", "absences held"}]


def _arrive(site: Site) -> None:
    """Everybody who is wanted gets an account, however long that takes."""
    site.fill()


def test_a_few_leavers_are_switched_off_by_themselves(site: Site) -> None:
    _people(site, 10)
    _arrive(site)
    site.directory.remove(dn_of("p0003"))
    drawn = site.plan()
    assert (drawn.counts["disable"], drawn.counts["held"]) == (1, 0)
    site.carry_out(drawn)
    assert _off(site) == {"p0003"}


def test_what_the_gates_let_through_one_after_the_other_is_sent_without_a_rest(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    logins = _people(site, 10)
    site.directory.group("team", *(dn_of(login) for login in logins))
    _arrive(site)
    monkeypatch.setattr("stellwerk.sync.worker.LOOK_ANYWAY", 3600)
    site.directory.change(dn_of("p0000"), isOxUser="Not")
    site.read()
    site.drain()
    assert _off(site) == {"p0000"}
    assert site.groups()["team"] == set(logins[1:])


def test_five_hundred_deleted_one_by_one_are_held_by_the_window_with_one_alarm(
    site: Site, time: Hand
) -> None:
    logins = _people(site, 520)
    _arrive(site)
    with structlog.testing.capture_logs() as logs:
        for number, login in enumerate(logins[:500], 1):
            site.directory.remove(dn_of(login))
            time.forward(minutes=2)
            if number <= 28 or number % 118 == 0:
                site.read()
                site.drain()
        site.read()
        site.drain()
    off = _off(site)
    assert 0 < len(off) <= 26
    assert off == set(logins[: len(off)])
    assert _alarms(logs) == ["absences held"]
    drawn = site.plan()
    assert drawn.counts["held"] == 500 - len(off)
    (held,) = waiting.absences(site.portal)
    assert held["kinds"] == {"person": 500 - len(off)}
    assert Person.objects.filter(state="left").count() == len(off)
    assert site.approve(drawn) == (500 - len(off), 0)
    site.drain_unwatched()
    assert _off(site) == set(logins[:500])
    assert waiting.absences(site.portal) == []


def test_a_wiped_context_of_thirty_in_a_directory_of_a_thousand_is_held(site: Site) -> None:
    site.directory.context(20)
    _people(site, 970)
    small = _people(site, 30, "20", "q")
    _arrive(site)
    for login in small:
        site.directory.remove(dn_of(login))
    with structlog.testing.capture_logs() as logs:
        drawn = site.plan()
        assert (drawn.counts["held"], drawn.counts["disable"]) == (30, 0)
        site.carry_out(drawn)
        again = site.plan()
        site.carry_out(again)
    assert _off(site, 20) == set()
    assert _alarms(logs) == ["gate closed"]
    (gate, other) = waiting.closed_gates(site.target)
    assert gate["waiting"] == other["waiting"] == 30
    assert "context 20" in gate["gate"]
    assert site.approve(again) == (30, 0)
    site.drain()
    assert _off(site, 20) == set(small)


def test_who_falls_out_of_a_rule_one_by_one_is_held_by_the_targets_window(
    site: Site, time: Hand
) -> None:
    logins = _people(site, 60)
    _arrive(site)
    for login in logins[:6]:
        site.directory.change(dn_of(login), isOxUser="Not")
        time.forward(hours=1)
        site.read()
        site.drain()
    assert _off(site) == set(logins[:4])
    assert Held.objects.filter(approved=False).count() == 2
    time.forward(hours=24)
    site.read()
    site.drain()
    assert _off(site) == set(logins[:6])


def test_what_a_person_approved_takes_no_room_in_the_window(site: Site) -> None:
    logins = _people(site, 40)
    _arrive(site)
    for login in logins[:10]:
        site.directory.change(dn_of(login), isOxUser="Not")
    drawn = site.plan()
    assert drawn.counts["held"] == 10
    site.approve(drawn)
    site.drain()
    for login in logins[10:14]:
        site.directory.change(dn_of(login), isOxUser="Not")
    site.read()
    site.drain()
    assert _off(site) == set(logins[:14])


def test_the_gate_of_a_small_source_closes_though_the_context_is_large(site: Site) -> None:
    other = site.second_source()
    _people(site, 200)
    few = [other.person(f"s{n}") for n in range(20)]
    _arrive(site)
    for dn in few[:5]:
        other.change(dn, isOxUser="Not")
    site.read()
    site.drain()
    assert _off(site) == set()
    (gate,) = waiting.closed_gates(site.target)
    assert gate["gate"].endswith("from second")


def test_a_plan_that_showed_a_change_as_held_does_not_send_it_when_the_gate_has_opened(
    site: Site, time: Hand
) -> None:
    logins = _people(site, 20)
    _arrive(site)
    for login in logins[:6]:
        site.directory.change(dn_of(login), isOxUser="Not")
    drawn = site.plan()
    assert drawn.counts["held"] == 6
    site.configure(gates=True, gate_floor=100)
    site.carry_out(drawn)
    assert _off(site) == set()


def test_several_members_taken_out_count_each(site: Site) -> None:
    logins = _people(site, 30)
    dns = [dn_of(login) for login in logins]
    team = site.directory.group("team", *dns)
    _arrive(site)
    site.directory.change(team, uniqueMember=dns[2:])
    site.read()
    site.drain()
    assert site.groups()["team"] == set(logins[2:])
    site.directory.change(team, uniqueMember=dns[8:])
    site.read()
    site.drain()
    assert site.groups()["team"] == set(logins[2:])
