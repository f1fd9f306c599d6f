"""Groups and their members: whichever side arrives first, nested, in a circle, gone and back."""

import pytest
from intake_case import Intake

from stellwerk.people.models import Group, Membership
from stellwerk.sync.facts import members_below
from stellwerk.sync.members import groups_of
from tests.factories import dn_of, group_dn, group_record, person_record


@pytest.fixture
def intake(db: None) -> Intake:
    return Intake()


def _below(intake: Intake, name: str) -> set[str]:
    pk = Group.objects.get(name=name).pk
    people = {intake.person(login).pk: login for login in intake.states()}
    return {people[one] for one in members_below([pk])[pk]}


def test_a_group_before_its_members_finds_them_when_they_arrive(intake: Intake) -> None:
    intake.take(group_record("team", dn_of("anna")))
    assert intake.members("team") == set()
    intake.marked()
    intake.take(group_record("team", dn_of("anna")), person_record("anna"))
    assert intake.members("team") == {"anna"}
    assert f"group:{Group.objects.get().pk}" in intake.marked()


def test_members_before_their_group_are_found_when_it_arrives(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(person_record("anna"), group_record("team", dn_of("anna")))
    assert intake.members("team") == {"anna"}


def test_both_in_one_reading_meet_in_either_order(intake: Intake) -> None:
    intake.take(
        group_record("first", dn_of("anna")),
        person_record("anna"),
        group_record("last", dn_of("anna")),
    )
    assert intake.members("first") == intake.members("last") == {"anna"}


def test_a_member_is_found_however_its_dn_is_written(intake: Intake) -> None:
    intake.take(person_record("anna"), group_record("team", "UID=Anna , CN=Users,DC=TEST"))
    assert intake.members("team") == {"anna"}


def test_a_subgroup_that_arrives_later_is_resolved(intake: Intake) -> None:
    intake.take(group_record("all", group_dn("team")))
    intake.take(
        group_record("all", group_dn("team")),
        group_record("team", dn_of("anna")),
        person_record("anna"),
    )
    assert intake.members("all") == {"team"}
    assert _below(intake, "all") == {"anna"}


def test_three_levels_are_flattened_and_everybody_counts_once(intake: Intake) -> None:
    intake.take(
        person_record("anna"),
        person_record("bert"),
        group_record("top", group_dn("middle"), dn_of("anna")),
        group_record("middle", group_dn("low")),
        group_record("low", dn_of("anna"), dn_of("bert")),
    )
    assert _below(intake, "top") == {"anna", "bert"}
    above = groups_of({"10": [intake.person("bert").pk]})["10"]
    assert set(Group.objects.filter(pk__in=above).values_list("name", flat=True)) == {
        "low",
        "middle",
        "top",
    }


def test_a_circle_of_groups_ends(intake: Intake) -> None:
    intake.take(
        person_record("anna"),
        person_record("bert"),
        group_record("one", group_dn("two"), dn_of("anna")),
        group_record("two", group_dn("one"), dn_of("bert")),
        group_record("self", group_dn("self")),
    )
    assert _below(intake, "one") == _below(intake, "two") == {"anna", "bert"}
    assert _below(intake, "self") == set()
    assert len(groups_of({"10": [intake.person("anna").pk]})["10"]) == 2


def test_a_member_taken_out_is_out_and_marks_the_group(intake: Intake) -> None:
    anna, bert = person_record("anna"), person_record("bert")
    intake.take(anna, bert, group_record("team", dn_of("anna"), dn_of("bert")))
    intake.marked()
    intake.take(anna, bert, group_record("team", dn_of("anna")))
    assert intake.members("team") == {"anna"}
    assert intake.marked() == {f"group:{Group.objects.get().pk}"}


def test_a_group_keeps_its_identity_when_it_is_renamed(intake: Intake) -> None:
    intake.take(person_record("anna"), group_record("team", dn_of("anna")))
    before = Group.objects.get().pk
    renamed = group_record("crew", dn_of("anna"), ident="id-group-team")
    intake.take(person_record("anna"), renamed)
    assert Group.objects.get().pk == before
    assert intake.members("crew") == {"anna"}


def test_a_reference_to_nobody_waits(intake: Intake) -> None:
    intake.take(group_record("team", "cn=printer,dc=test"))
    waiting = Membership.objects.get()
    assert (waiting.person_id, waiting.subgroup_id) == (None, None)


def test_a_reference_that_waits_follows_a_member_who_is_renamed_into_it(intake: Intake) -> None:
    new = "uid=anna,ou=new,dc=test"
    intake.take(person_record("anna"), group_record("team", new))
    assert intake.members("team") == set()
    intake.take(person_record("anna", dn=new), group_record("team", new))
    assert intake.members("team") == {"anna"}


def test_a_reference_the_directory_did_not_mend_still_means_whoever_moved(intake: Intake) -> None:
    team = group_record("team", dn_of("anna"))
    intake.take(person_record("anna"), team)
    intake.take(person_record("anna", dn="uid=anna,ou=new,dc=test"), team)
    assert intake.members("team") == {"anna"}


def test_a_dn_that_another_person_took_over_means_that_person(intake: Intake) -> None:
    team = group_record("team", dn_of("anna"))
    intake.take(person_record("anna"), team)
    intake.take(
        person_record("anna", dn="uid=anna,ou=new,dc=test"),
        person_record("bert", dn=dn_of("anna")),
        team,
    )
    assert intake.members("team") == {"bert"}


def test_two_who_swap_their_dns_swap_their_memberships(intake: Intake) -> None:
    team = group_record("team", dn_of("anna"))
    intake.take(person_record("anna"), person_record("bert"), team)
    intake.take(
        person_record("anna", dn=dn_of("bert")), person_record("bert", dn=dn_of("anna")), team
    )
    assert intake.members("team") == {"bert"}


def test_a_member_who_is_gone_is_no_member_of_anything_new(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take()
    intake.take(group_record("team", dn_of("anna")))
    assert intake.members("team") == set()


def test_members_of_one_source_are_not_looked_for_in_another(intake: Intake) -> None:
    second = intake.add_source("second", 1)
    intake.take(person_record("anna"))
    intake.take(group_record("team", dn_of("anna")), source=second)
    assert intake.members("team") == set()
