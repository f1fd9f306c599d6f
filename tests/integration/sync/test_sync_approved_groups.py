"""A group that was approved with its people gets them all, whenever their accounts come."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from site_case import Site, served_site

from stellwerk.core import clock
from stellwerk.sync.models import Held, Work
from tests.factories import dn_of

LOGINS = [f"p{number}" for number in range(8)]


@pytest.fixture
def slow(db: None, tmp_path: Path) -> Iterator[Site]:
    """A site where everything waits for approval, and people arrive one after the other."""
    with served_site(tmp_path, manual=True, latency=0.1) as site:
        for login in LOGINS:
            site.directory.person(login)
        site.directory.group("all", *map(dn_of, LOGINS))
        yield site


def approved_a_while_ago(site: Site) -> None:
    """Somebody read the plan for a minute before they approved it: the group waits no longer."""
    site.approve(site.plan())
    Work.objects.update(since=clock.now() - timedelta(minutes=2), priority=0)


def test_a_group_that_goes_before_its_people_is_filled_without_another_question(
    slow: Site,
) -> None:
    approved_a_while_ago(slow)
    slow.sync()
    assert slow.calls()["OXGroupService.addMember"] > 0
    assert slow.groups() == {"all": set(LOGINS)}
    assert not Held.objects.exists()
    assert slow.changes() == []


def test_who_was_not_shown_with_the_group_is_asked_about(slow: Site) -> None:
    approved_a_while_ago(slow)
    slow.directory.person("late")
    slow.directory.group("all", *map(dn_of, [*LOGINS, "late"]))
    slow.sync()
    assert "late" not in slow.groups().get("all", set())
    assert slow.approve(slow.plan())[0] > 0
    slow.sync()
    slow.approve(slow.plan())
    slow.sync()
    assert slow.groups() == {"all": {*LOGINS, "late"}}


def test_who_goes_and_comes_back_is_asked_about_again(slow: Site) -> None:
    approved_a_while_ago(slow)
    slow.sync()
    slow.directory.group("all", *map(dn_of, LOGINS[1:]))
    slow.approve(slow.plan())
    slow.sync()
    assert slow.groups() == {"all": set(LOGINS[1:])}
    slow.directory.group("all", *map(dn_of, LOGINS))
    slow.sync()
    (change,) = slow.changes()
    assert (change["held"], change["add"]) == (True, [LOGINS[0]])
    assert slow.groups() == {"all": set(LOGINS[1:])}
