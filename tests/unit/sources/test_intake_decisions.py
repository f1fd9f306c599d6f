"""Questions about identity: the same login or mail twice, deleted and made anew, handed over."""

from itertools import permutations

import pytest
from intake_case import Intake

from stellwerk.people.actions import PersonFields, add_people
from stellwerk.people.models import Address, Person
from stellwerk.sources.models import Record
from tests.factories import dn_of, group_record, person_record


@pytest.fixture
def intake(db: None) -> Intake:
    return Intake()


def test_the_same_login_twice_in_one_reading_is_a_question(intake: Intake) -> None:
    other = person_record(
        "anna", ident="id-2", dn="uid=anna,ou=b,dc=test", mailPrimaryAddress="x@y.z"
    )
    intake.take(person_record("anna"), other)
    assert Person.objects.count() == 1
    assert intake.decisions() == {("login", "anna", "id-2", "anna")}
    (question,) = intake.questions()
    assert question["record"] == "uid=anna,ou=b,dc=test"
    assert question["person"] == "anna"
    assert question["proposal"]


def test_logins_are_compared_without_case(intake: Intake) -> None:
    intake.take(
        person_record("anna"), person_record("ANNA", ident="id-2", mailPrimaryAddress="x@y.z")
    )
    assert intake.decisions() == {("login", "anna", "id-2", "anna")}


def test_the_same_primary_mail_twice_is_a_question(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert", mailPrimaryAddress="Anna@Example.org"))
    assert intake.decisions() == {("mail", "anna@example.org", "id-bert", "anna")}
    assert intake.states() == {"anna": "active"}


def test_a_mail_that_is_somebody_elses_alias_is_a_question(intake: Intake) -> None:
    anna = person_record("anna", mailAlternativeAddress=["info@example.org"])
    intake.take(anna, person_record("bert", mailPrimaryAddress="info@example.org"))
    assert intake.decisions() == {("mail", "info@example.org", "id-bert", "anna")}


def test_an_alias_that_is_somebody_elses_primary_mail_is_a_question(intake: Intake) -> None:
    bert = person_record("bert", mailAlternativeAddress=["anna@example.org"])
    intake.take(person_record("anna"), bert)
    assert intake.decisions() == {("mail", "anna@example.org", "id-bert", "anna")}


def test_a_mail_in_another_batch_of_the_same_reading_is_a_question_too(intake: Intake) -> None:
    crowd = [person_record(f"p{number}") for number in range(500)]
    late = person_record("late", mailPrimaryAddress="p0@example.org")
    intake.take(*crowd, late)
    assert intake.decisions() == {("mail", "p0@example.org", "id-late", "p0")}


def test_a_person_who_changes_the_login_to_one_that_is_taken_keeps_the_old_one(
    intake: Intake,
) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    intake.marked()
    intake.take(
        person_record("anna"), person_record("anna", ident="id-bert", mailPrimaryAddress="b@c.d")
    )
    assert set(intake.states()) == {"anna", "bert"}
    assert intake.decisions() == {("login", "anna", "id-bert", "anna")}
    assert intake.marked() >= {f"person:{person.pk}" for person in Person.objects.all()}


@pytest.mark.parametrize("giver_first", [True, False])
def test_a_mail_handed_over_within_one_reading_leaves_no_question(
    intake: Intake, giver_first: bool
) -> None:
    anna = person_record("anna", mailAlternativeAddress=["info@example.org"])
    intake.take(anna, person_record("bert"))
    after = [
        person_record("anna"),
        person_record("bert", mailAlternativeAddress=["info@example.org"]),
    ]
    intake.take(*(after if giver_first else reversed(after)))
    assert intake.decisions() == set()
    assert Address.objects.get(key="info@example.org").person.login == "bert"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_primary_mails_passed_around_a_circle_leave_no_question(
    intake: Intake, order: tuple[int, ...]
) -> None:
    logins = ["anna", "bert", "carl"]
    intake.take(*(person_record(login) for login in logins))
    passed = [
        person_record(login, mailPrimaryAddress=f"{logins[(number + 1) % 3]}@example.org")
        for number, login in enumerate(logins)
    ]
    intake.take(*(passed[number] for number in order))
    assert intake.decisions() == set()
    assert Address.objects.get(key="bert@example.org").person.login == "anna"


@pytest.mark.parametrize("giver_first", [True, False])
def test_a_login_handed_over_within_one_reading_leaves_no_question(
    intake: Intake, giver_first: bool
) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    anna = intake.person("anna")
    after = [
        person_record("anna-old", ident="id-anna"),
        person_record("anna", ident="id-bert", mailPrimaryAddress="bert@example.org"),
    ]
    intake.take(*(after if giver_first else reversed(after)))
    assert intake.decisions() == set()
    assert intake.person("anna-old").pk == anna.pk
    assert intake.person("anna").pk != anna.pk


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_who_swap_their_logins_do_so(intake: Intake, order: tuple[int, int]) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    anna = intake.person("anna").pk
    swapped = [
        person_record("bert", ident="id-anna", mailPrimaryAddress="anna@example.org"),
        person_record("anna", ident="id-bert", mailPrimaryAddress="bert@example.org"),
    ]
    intake.take(*(swapped[number] for number in order))
    assert intake.decisions() == set()
    assert intake.person("bert").pk == anna


def test_a_mail_given_back_closes_the_question_and_both_are_there(intake: Intake) -> None:
    bert = person_record("bert", mailPrimaryAddress="anna@example.org")
    intake.take(person_record("anna"), bert)
    intake.marked()
    intake.take(person_record("anna", mailPrimaryAddress="a2@example.org"), bert)
    assert intake.decisions() == set()
    assert intake.states() == {"anna": "active", "bert": "active"}
    assert f"person:{intake.person('bert').pk}" in intake.marked()


def test_who_waited_is_found_by_its_groups_when_the_question_closes(intake: Intake) -> None:
    bert = person_record("bert", mailPrimaryAddress="anna@example.org")
    team = group_record("team", dn_of("bert"))
    intake.take(person_record("anna"), bert, team)
    intake.take(person_record("anna", mailPrimaryAddress="a2@example.org"), bert, team)
    assert intake.members("team") == {"bert"}


def test_a_question_is_closed_by_the_side_that_asked_going_away(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert", mailPrimaryAddress="anna@example.org"))
    intake.marked()
    intake.take(person_record("anna"))
    assert intake.decisions() == set()
    assert intake.marked() == {f"person:{intake.person('anna').pk}"}


@pytest.mark.parametrize("new_first", [True, False])
def test_deleted_and_made_anew_with_the_same_login_in_one_reading_is_asked(
    intake: Intake, new_first: bool
) -> None:
    intake.take(person_record("other"), person_record("anna"))
    anna = intake.person("anna")
    again = person_record("anna", ident="id-new", mailPrimaryAddress="new@example.org")
    records = [again, person_record("other")]
    intake.take(*(records if new_first else reversed(records)))
    assert intake.decisions() == {("recreated", "anna", "id-new", "anna")}
    assert Person.objects.get(pk=anna.pk).state == "active"
    assert Person.objects.count() == 2
    (question,) = intake.questions()
    assert (question["kind"], question["record"]) == ("recreated", dn_of("anna"))
    assert "same person" in question["proposal"]


def test_deleted_and_made_anew_with_the_same_mail_in_one_reading_is_asked(intake: Intake) -> None:
    intake.take(person_record("anna"))
    anna = intake.person("anna")
    intake.take(
        person_record("anna.schmidt", ident="id-new", mailPrimaryAddress="anna@example.org")
    )
    assert intake.decisions() == {("recreated", "anna@example.org", "id-new", "anna")}
    assert Person.objects.get(pk=anna.pk).state == "active"


def test_deleted_and_made_anew_across_two_readings_is_asked(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take()
    assert intake.states() == {"anna": "left"}
    again = person_record("anna", ident="id-new", mailPrimaryAddress="new@example.org")
    intake.take(again)
    assert intake.decisions() == {("recreated", "anna", "id-new", "anna")}
    assert Person.objects.count() == 1


def test_deleted_and_made_anew_with_the_same_mail_across_two_readings_is_asked(
    intake: Intake,
) -> None:
    intake.take(person_record("anna"))
    intake.take()
    intake.take(person_record("anna2", ident="id-new", mailPrimaryAddress="anna@example.org"))
    assert intake.decisions() == {("recreated", "anna@example.org", "id-new", "anna")}


def test_made_anew_with_login_and_mail_is_one_question_by_each(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(person_record("anna", ident="id-new"))
    assert {kind for kind, *_ in intake.decisions()} == {"recreated"}
    assert Person.objects.count() == 1


def test_the_question_stays_the_same_row_while_nothing_changes(intake: Intake) -> None:
    intake.take(person_record("anna"))
    again = person_record("anna", ident="id-new")
    intake.take(again)
    before = [question["id"] for question in intake.questions()]
    intake.take(again)
    changed = person_record("anna", ident="id-new", title="Dr.")
    intake.take(changed)
    assert [question["id"] for question in intake.questions()] == before


def test_the_old_record_coming_back_makes_it_an_ordinary_clash(intake: Intake) -> None:
    intake.take(person_record("anna"))
    again = person_record("anna", ident="id-new", mailPrimaryAddress="new@example.org")
    intake.take(again)
    intake.take(person_record("anna"), again)
    assert intake.decisions() == {("login", "anna", "id-new", "anna")}
    assert intake.states() == {"anna": "active"}


def test_the_new_record_going_away_lets_the_old_person_leave(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(person_record("anna", ident="id-new"))
    intake.take()
    assert intake.decisions() == set()
    assert intake.states() == {"anna": "left"}


def test_the_new_record_taking_another_name_lets_the_old_person_leave(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(person_record("anna", ident="id-new"))
    intake.take(person_record("anna2", ident="id-new"))
    assert intake.decisions() == set()
    assert intake.states() == {"anna": "left", "anna2": "active"}


def test_both_sides_of_a_clash_gone_at_once_leave_nobody(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert", mailPrimaryAddress="anna@example.org"))
    intake.take()
    assert intake.decisions() == set()
    assert intake.states() == {"anna": "left"}


def test_a_mail_clash_whose_holder_is_gone_is_asked_as_made_anew(intake: Intake) -> None:
    bert = person_record("bert", mailPrimaryAddress="anna@example.org")
    intake.take(person_record("anna"), bert)
    intake.take(bert)
    assert intake.decisions() == {("recreated", "anna@example.org", "id-bert", "anna")}
    assert intake.states() == {"anna": "active"}


def test_an_incomplete_reading_makes_nothing_recreated(intake: Intake) -> None:
    intake.take(person_record("anna"))
    again = person_record("anna", ident="id-new", mailPrimaryAddress="new@example.org")
    intake.take(again, reason="it broke off")
    assert intake.decisions() == {("login", "anna", "id-new", "anna")}


def test_three_claim_one_mail_and_the_last_one_left_gets_it(intake: Intake) -> None:
    shared = {"mailPrimaryAddress": "shared@example.org"}
    people = [person_record(login, **shared) for login in ("anna", "bert", "carl")]
    intake.take(*people)
    assert intake.states() == {"anna": "active"}
    assert len(intake.decisions()) == 2
    intake.take(person_record("anna"), people[1], people[2])
    assert set(intake.states()) == {"anna", "bert"}
    assert intake.decisions() == {("mail", "shared@example.org", "id-carl", "bert")}


def test_a_login_in_another_source_is_a_question(intake: Intake) -> None:
    second = intake.add_source("second", 1)
    intake.take(person_record("anna"))
    intake.take(person_record("anna", ident="x", mailPrimaryAddress="x@y.z"), source=second)
    assert intake.decisions() == {("login", "anna", "x", "anna")}


def test_a_question_between_two_sources_closes_when_the_holders_source_lets_go(
    intake: Intake,
) -> None:
    second = intake.add_source("second", 1)
    intake.take(person_record("anna"))
    bert = person_record("bert", mailPrimaryAddress="anna@example.org")
    intake.take(bert, source=second)
    intake.take(person_record("anna", mailPrimaryAddress="a2@example.org"))
    intake.take(bert, source=second)
    assert intake.decisions() == set()
    assert intake.states() == {"anna": "active", "bert": "active"}


def test_a_record_in_question_is_still_a_record(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert", mailPrimaryAddress="anna@example.org"))
    assert Record.objects.get(ident="id-bert").person is None
    assert Record.objects.count() == 2


def test_while_asked_neither_side_takes_over_new_fields_of_the_other(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(person_record("anna", ident="id-new", lastname="Other"))
    assert Person.objects.get().last_name == "Muster"


@pytest.mark.parametrize("giver_first", [True, False])
def test_a_login_given_to_somebody_new_in_one_reading_leaves_no_question(
    intake: Intake, giver_first: bool
) -> None:
    intake.take(person_record("anna"))
    after = [
        person_record("anna-old", ident="id-anna", mailPrimaryAddress="old@example.org"),
        person_record("anna", ident="id-new"),
    ]
    intake.take(*(after if giver_first else reversed(after)))
    assert intake.decisions() == set()
    assert intake.states() == {"anna-old": "active", "anna": "active"}


def test_logins_that_are_mail_addresses_are_asked_about_once_when_made_anew(intake: Intake) -> None:
    mail = "anna@example.org"
    intake.take(person_record(mail, mailPrimaryAddress=mail))
    intake.take(person_record(mail, ident="id-new", mailPrimaryAddress=mail))
    assert intake.decisions() == {("recreated", mail, "id-new", mail)}
    intake.take(person_record(mail, ident="id-new", mailPrimaryAddress=mail, title="Dr."))
    assert len(intake.questions()) == 1


def test_a_swap_that_is_blocked_by_a_third_stays_asked_until_the_third_lets_go(
    intake: Intake,
) -> None:
    intake.take(person_record("anna"), person_record("bert"), person_record("carl"))
    anna = person_record("anna", mailPrimaryAddress="bert@example.org")
    bert = person_record("bert", mailPrimaryAddress="carl@example.org")
    intake.take(anna, bert, person_record("carl"))
    assert {record for _, _, record, _ in intake.decisions()} == {"id-anna", "id-bert"}
    assert Address.objects.get(key="bert@example.org").person.login == "bert"
    intake.take(anna, bert, person_record("carl", mailPrimaryAddress="new@example.org"))
    assert intake.decisions() == set()
    assert Address.objects.get(key="bert@example.org").person.login == "anna"
    assert Address.objects.get(key="carl@example.org").person.login == "bert"


def test_a_person_made_by_hand_who_holds_the_mail_is_an_ordinary_clash(intake: Intake) -> None:
    add_people(intake.portal, [PersonFields("hand", last_name="Made", mails=("a@b.c",))])
    intake.take(person_record("anna", mailPrimaryAddress="a@b.c"))
    assert intake.decisions() == {("mail", "a@b.c", "id-anna", "hand")}


def test_who_loses_the_login_gives_its_question_up(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert", mailPrimaryAddress="anna@example.org"))
    intake.take(person_record("anna"), person_record("bert", username=""))
    assert intake.decisions() == set()
