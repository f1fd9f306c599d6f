"""Moving an account between contexts: no moment without one, every step can fail."""

from typing import Any

import pytest
from site_case import Site

from stellwerk.sync import plan
from stellwerk.sync.models import Applied, AppliedMember, Tombstone
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import credentials

COPY = "OXUserCopyService.copyUser"
DELETE = "OXUserService.delete"
CHANGE = "OXUserService.change"


@pytest.fixture
def anna(site: Site) -> str:
    """A person with an account in context 10; the directory has a context 20 too."""
    site.directory.context(20)
    site.directory.person("bert", oxContextIDNum="20")
    dn = site.directory.person("anna", roomNumber="1")
    site.sync()
    return dn


def approve(site: Site) -> None:
    """Approve what a plan drawn now holds."""
    site.approve(site.plan())


def move(site: Site, dn: str, scope: str = "20") -> None:
    """Have the directory want another context, approved."""
    site.directory.change(dn, oxContextIDNum=scope)
    approve(site)


def bring_home(site: Site) -> None:
    """Sync until nothing changes any more, as the service would."""
    for _ in range(4):
        site.drain()
        if not site.plan().counts["update"]:
            return


def steps(site: Site) -> list[dict[str, Any]]:
    """What is noted of moves under way."""
    return [row for row in Applied.objects.values_list("move", flat=True) if row]


def test_a_move_waits_for_approval_and_says_what_it_does(site: Site, anna: str) -> None:
    site.directory.change(anna, oxContextIDNum="20")
    site.sync()
    assert set(site.users(10)) == {"anna"}
    (change,) = site.changes()
    assert change["part"] == "move"
    assert change["held"]
    assert change["fields"] == {"context": ["10", "20"]}


def test_an_approved_move_copies_then_deletes(site: Site, anna: str) -> None:
    before = site.users(10)["anna"]
    move(site, anna)
    site.calls()
    bring_home(site)
    calls = site.calls()
    assert site.users(10) == {}
    after = site.users(20)["anna"]
    own = {"id", "password"}
    assert {k: v for k, v in after.items() if k not in own} == {
        k: v for k, v in before.items() if k not in own
    }
    assert calls[COPY] == calls[DELETE] == 1
    assert sum(calls.values()) == 5
    assert steps(site) == []
    assert Tombstone.objects.get().scope == "10"
    assert site.sync().applied == 0
    assert site.calls() == {}


def test_a_change_of_values_travels_with_the_move(site: Site, anna: str) -> None:
    site.directory.change(anna, roomNumber="2", mailPrimaryAddress="a@example.org")
    move(site, anna)
    bring_home(site)
    user = site.users(20)["anna"]
    assert (user["room_number"], user["email1"]) == ("2", "a@example.org")


def test_values_arrive_where_the_account_is_while_its_move_waits(site: Site, anna: str) -> None:
    site.directory.change(anna, oxContextIDNum="20", roomNumber="2")
    site.sync()
    assert site.users(10)["anna"]["room_number"] == "2"
    assert set(site.users(20)) == {"bert"}


def test_groups_follow_the_person(site: Site, anna: str) -> None:
    bert = site.directory.person("bert", oxContextIDNum="20")
    site.directory.group("office", anna, bert)
    site.sync()
    assert site.groups(10) == {"office": {"anna"}}
    move(site, anna)
    bring_home(site)
    site.sync()
    assert site.groups(20) == {"office": {"anna", "bert"}}
    assert site.groups(10)["office"] == set()
    assert AppliedMember.objects.filter(applied__scope="10").count() == 0


def test_nobody_else_leaves_a_group_for_the_id_of_who_moved(site: Site, anna: str) -> None:
    carl = site.directory.person("carl")
    site.directory.group("office", anna, carl)
    site.sync()
    move(site, anna)
    bring_home(site)
    approve(site)
    bring_home(site)
    assert site.groups(10) == {"office": {"carl"}}


def test_an_account_of_that_name_in_the_new_context_stands_in_the_way(
    site: Site, anna: str
) -> None:
    login = credentials(site.target)["20"]
    site.make_user("anna", Credentials(login.login, login.password), scope="20", mail="x@y.example")
    move(site, anna)
    site.drain()
    assert site.parked() == {"anna": "ox_exists"}
    assert set(site.users(10)) == {"anna"}
    (row,) = plan.parked(site.portal)
    assert "nothing is merged" in row["hint"]


@pytest.mark.parametrize("operation", [COPY, CHANGE, DELETE])
@pytest.mark.parametrize("do", ["lost", "reset", "503", "truncate"])
def test_a_step_that_fails_is_taken_up_again(
    site: Site, anna: str, operation: str, do: str
) -> None:
    site.directory.change(anna, mailPrimaryAddress="a@example.org")
    move(site, anna)
    site.trouble(operation, do)
    bring_home(site)
    bring_home(site)
    assert site.parked() == {}
    assert site.users(10) == {}
    assert site.users(20)["anna"]["email1"] == "a@example.org"
    made = [one for one in site.ox.log() if one["name"] == "anna"]
    assert [one["context"] for one in made] == [10, 20]


def test_who_is_wanted_where_he_was_before_the_copy_counts_stays_there(
    site: Site, anna: str
) -> None:
    before = site.users(10)["anna"]["id"]
    site.directory.change(anna, mailPrimaryAddress="a@example.org")
    move(site, anna)
    site.trouble(CHANGE, "503", next=2)
    site.stop_after_first_fault()
    assert [one["step"] for one in steps(site)] == ["copied"]
    site.directory.change(anna, oxContextIDNum="10", mailPrimaryAddress="anna@example.org")
    site.sync()
    bring_home(site)
    assert site.users(10)["anna"]["id"] == before
    assert set(site.users(20)) == {"bert"}
    assert steps(site) == []


def test_who_leaves_in_the_middle_of_a_move_has_one_account_disabled(site: Site, anna: str) -> None:
    move(site, anna)
    site.trouble(DELETE, "503", next=2)
    site.stop_after_first_fault()
    assert [one["step"] for one in steps(site)] == ["switched"]
    site.directory.remove(anna)
    site.sync()
    assert site.users(10) == {}
    approve(site)
    site.drain()
    assert site.users(20)["anna"]["mailenabled"] is False


def test_an_account_that_is_gone_from_the_old_context_is_made_in_the_new_one(
    site: Site, anna: str
) -> None:
    site.delete_user(site.users(10)["anna"]["id"])
    move(site, anna)
    bring_home(site)
    assert set(site.users(20)) == {"anna", "bert"}
