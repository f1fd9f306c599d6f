"""What is declared of a context beside its number: name, quota, login mappings, sign-in."""

from typing import Any

import pytest
from site_case import Site

from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.targets.declared import declared_at, owner_at
from stellwerk.targets.ox import operations
from stellwerk.targets.ox.operations import Operation
from stellwerk.targets.queries import MASTER, client, credentials
from tests.factories import dn_of

CHANGE = "OXContextService.change"


def declare(site: Site, number: int = 20, name: str = "", **more: Any) -> Entry:
    """Declare a context at the target, or declare it anew."""
    row = declared_at(site.target).filter(attributes__contextid=[str(number)]).first()
    attributes = {"contextid": [str(number)], "name": [name or f"ctx{number}"], **more}
    return people.save_entry(
        site.portal,
        row,
        kind="context",
        name=name or f"ctx{number}",
        attributes=attributes,
        owner=owner_at(site.target),
    )


def take_back(site: Site, number: int) -> None:
    """A context is no longer declared."""
    people.leave_entries(declared_at(site.target).filter(attributes__contextid=[str(number)]))


def as_master(site: Site, operation: Operation[Any], **ctx: Any) -> None:
    """What an administrator does past us."""
    with client(site.target) as ox:
        ox.call(operation, {"ctx": ctx}, credentials(site.target)[MASTER])


def mappings(site: Site, number: int = 20) -> set[str]:
    """What a context answers to, beside its number."""
    return set(site.context(number)["loginMappings"]) - {str(number)}


def test_a_context_that_is_made_answers_to_its_name_and_to_context_and_its_number(
    site: Site,
) -> None:
    declare(site)
    site.sync()
    assert mappings(site) == {"ctx20", "context20"}
    assert site.sync().applied == 0


def test_declared_login_mappings_are_all_there_are(site: Site) -> None:
    declare(site, loginMappings=["Lindenau", "rathaus"])
    site.sync()
    assert mappings(site) == {"ctx20", "Lindenau", "rathaus"}
    declare(site, loginMappings=["rathaus", "stadt.example"])
    site.calls()
    (change,) = site.changes()
    assert change["fields"] == {
        "loginMappings": [["Lindenau", "rathaus"], ["rathaus", "stadt.example"]]
    }
    site.sync()
    assert site.writes() == {CHANGE: 1}
    assert mappings(site) == {"ctx20", "rathaus", "stadt.example"}


def test_an_empty_list_leaves_none_and_no_list_leaves_those_that_are_there(site: Site) -> None:
    declare(site, loginMappings=["rathaus"])
    site.sync()
    declare(site)
    assert site.changes() == []
    declare(site, loginMappings=[])
    site.sync()
    assert mappings(site) == {"ctx20"}
    assert site.sync().applied == 0


def test_mappings_that_differ_in_case_only_are_no_difference(site: Site) -> None:
    declare(site, loginMappings=["Rathaus"])
    site.sync()
    declare(site, loginMappings=["RATHAUS", "rathaus", "CTX20", "20"])
    assert site.changes() == []


def test_a_mapping_that_belongs_to_another_context_parks_this_one_before_any_call(
    site: Site,
) -> None:
    declare(site, 20, loginMappings=["Rathaus"])
    declare(site, 30, loginMappings=["rathaus"])
    declare(site, 40, loginMappings=["10"])
    site.sync()
    assert site.parked() == {"ctx30": "mapping_taken", "ctx40": "mapping_taken"}
    assert "30" not in site.ox.state()["contexts"]
    declare(site, 20, loginMappings=[])
    site.sync()
    site.sync()
    assert "rathaus" in mappings(site, 30)
    assert site.parked() == {"ctx40": "mapping_taken"}


@pytest.mark.parametrize("text", ["größe", "zwei worte", "a@b", "", "x" * 300])
def test_a_mapping_that_ox_does_not_take_parks_the_context(site: Site, text: str) -> None:
    declare(site, loginMappings=[text])
    site.sync()
    assert site.parked() == {"ctx20": "context_mapping"}
    assert site.writes() == {"OXContextService.create": 1}


def test_a_renamed_context_answers_to_its_new_name_and_still_to_the_old_one(site: Site) -> None:
    declare(site)
    site.sync()
    declare(site, name="rathaus")
    (change,) = site.changes()
    assert change["fields"] == {"name": ["ctx20", "rathaus"]}
    site.sync()
    assert site.context(20)["name"] == "rathaus"
    assert mappings(site) == {"rathaus", "ctx20", "context20"}
    assert site.sync().applied == 0


def test_a_renamed_context_with_declared_mappings_answers_to_these_alone(site: Site) -> None:
    declare(site, loginMappings=["stadt"])
    site.sync()
    declare(site, name="rathaus", loginMappings=["stadt"])
    site.sync()
    assert mappings(site) == {"rathaus", "stadt"}
    assert site.sync().applied == 0


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_rename_that_breaks_off_is_brought_to_its_end(site: Site, at: int) -> None:
    declare(site, loginMappings=["stadt"])
    site.sync()
    declare(site, name="rathaus", loginMappings=["stadt"])
    site.ox.faults(
        [
            {"operation": CHANGE, "do": "slow:0", "next": at - 1},
            {"operation": CHANGE, "do": "lost", "next": 1},
        ]
    )
    site.sync()
    site.sync()
    assert site.context(20)["name"] == "rathaus"
    assert mappings(site) == {"rathaus", "stadt"}


def test_two_contexts_of_one_name_get_two(site: Site) -> None:
    declare(site, 20, "Rathaus")
    declare(site, 30, "rathaus")
    site.sync()
    assert site.context(20)["name"] == "Rathaus"
    assert site.context(30)["name"] == "rathaus-30"
    assert site.sync().applied == 0


def test_switching_off_waits_for_approval_and_switching_on_does_not(site: Site) -> None:
    declare(site)
    site.sync()
    declare(site, enabled=["false"], oxQuota=["500"])
    site.calls()
    drawn = site.plan()
    held = {change["action"]: change["held"] for change in drawn.changes()}
    assert held == {"update": False, "disable": True}
    site.carry_out(drawn)
    assert site.writes() == {CHANGE: 1}
    assert site.context(20)["enabled"] is True
    site.approve(site.plan())
    site.sync()
    assert site.writes() == {"OXContextService.disable": 1}
    assert site.context(20)["enabled"] is False
    declare(site)
    assert site.changes() == []
    declare(site, enabled=["true"])
    site.sync()
    assert site.writes() == {"OXContextService.enable": 1}
    assert site.context(20)["enabled"] is True


def test_people_arrive_in_a_context_that_is_switched_off(site: Site) -> None:
    declare(site, enabled=["false"])
    site.directory.person("anna", oxContextIDNum="20")
    site.sync()
    assert site.context(20)["enabled"] is False
    assert "anna" in site.users(20)
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_a_context_that_was_switched_off_in_ox_stays_so_unless_declared(site: Site) -> None:
    declare(site)
    site.sync()
    as_master(site, operations.CONTEXT_DISABLE, id=20)
    declare(site, oxQuota=["500"])
    site.sync()
    assert site.context(20)["enabled"] is False


def test_a_quota_that_is_no_number_parks_the_context_by_name(site: Site) -> None:
    declare(site, oxQuota=["lots"])
    site.sync()
    assert site.parked() == {"ctx20": "context_quota"}


def test_a_deleted_context_is_made_again_with_everybody_in_it_and_nobody_is_parked(
    site: Site,
) -> None:
    declare(site)
    site.directory.person("anna", oxContextIDNum="20")
    site.directory.group("team", dn_of("anna"))
    site.sync()
    secret = site.secret("20")
    take_back(site, 20)
    site.approve(site.plan())
    site.sync()
    assert "20" not in site.ox.state()["contexts"]
    declare(site)
    site.calls()
    site.sync()
    assert site.calls()["OXContextService.create"] == 2
    assert site.parked() == {}
    assert site.groups(20) == {"team": {"anna"}}
    assert site.secret("20") != secret


def test_what_others_create_at_the_same_time_costs_one_more_try(site: Site) -> None:
    text = "FLD-0033 Categories=ERROR Message=No admin user found in context 20"
    site.trouble("OXContextService.create", f"fault:StorageException:{text}", next=2)
    declare(site)
    site.directory.person("anna", oxContextIDNum="20")
    site.sync()
    assert site.parked() == {}
    assert "anna" in site.users(20)


def test_a_context_that_can_never_be_made_is_parked_and_the_others_are_made(site: Site) -> None:
    text = "FLD-0038 Categories=ERROR Message='Duplicate entry '20-24-0'"
    rule = {"operation": "OXContextService.create", "do": f"fault:StorageException:{text}"}
    site.ox.faults([{**rule, "share": 1.0, "holding": "ctx20"}])
    declare(site, 20)
    declare(site, 30)
    site.directory.person("anna", oxContextIDNum="30")
    site.sync()
    assert list(site.parked()) == ["ctx20"]
    assert "anna" in site.users(30)


def test_somebody_with_login_and_address_of_the_administrator_never_gets_that_account(
    site: Site,
) -> None:
    site.sync()
    before = site.administrator()
    site.directory.person("oxadmin", mailPrimaryAddress=before["email1"])
    site.sync()
    assert site.administrator() == before
    assert "oxadmin" in site.parked()


def test_a_context_that_somebody_deleted_in_ox_is_not_made_anew_behind_their_back(
    site: Site,
) -> None:
    declare(site)
    site.directory.person("anna", oxContextIDNum="20")
    site.sync()
    as_master(site, operations.CONTEXT_DELETE, id=20)
    declare(site, oxQuota=["500"])
    site.sync()
    assert site.parked() == {"ctx20": "context_gone"}
    assert "20" not in site.ox.state()["contexts"]
