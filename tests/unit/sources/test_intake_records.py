"""Intake of one source: what is new, what changed, what is gone, and what stays as it was."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from intake_case import Intake, contents

from stellwerk.core import clock
from stellwerk.people.models import Entry, Group, Person
from stellwerk.sources.base import Kind, ReadProblem
from stellwerk.sources.intake import take_in
from stellwerk.sources.models import Blob, Problem, Record
from tests.factories import Memory, dn_of, group_record, person_record, record

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def intake(db: None) -> Intake:
    return Intake()


def test_a_first_reading_makes_people_groups_and_entries(intake: Intake) -> None:
    context = record(Kind.CONTEXT, "c1", "cn=c1,dc=test", name="c1", contextid="10")
    summary = intake.take(
        context, person_record("anna"), person_record("bert"), group_record("team", dn_of("anna"))
    )
    assert summary.read == {"context": 1, "person": 2, "group": 1}
    assert (summary.new, summary.changed, summary.gone, summary.complete) == (4, 0, 0, True)
    assert intake.states() == {"anna": "active", "bert": "active"}
    assert Entry.objects.get().kind == "context"
    assert intake.members("team") == {"anna"}


def test_a_first_reading_marks_everything_it_brought(intake: Intake) -> None:
    context = record(Kind.CONTEXT, "c1", "cn=c1,dc=test", name="c1", contextid="10")
    intake.take(context, person_record("anna"), group_record("team", dn_of("anna")))
    entry, person, group = Entry.objects.get(), Person.objects.get(), Group.objects.get()
    assert intake.marked() == {f"context:{entry.pk}", f"person:{person.pk}", f"group:{group.pk}"}


def test_an_unchanged_reading_writes_no_row(intake: Intake) -> None:
    records = [
        record(Kind.CONTEXT, "c1", "cn=c1,dc=test", name="c1", contextid="10"),
        *(person_record(f"p{number}") for number in range(30)),
        group_record("team", *(dn_of(f"p{number}") for number in range(30))),
        person_record("nologin", username=""),
        person_record("twin", ident="id-twin", mailPrimaryAddress="p1@example.org"),
    ]
    intake.take(*records)
    before = contents()
    with connection.cursor() as cursor:
        raw = cursor.connection
        writes = raw.total_changes
    summary = intake.take(*records)
    assert contents() == before
    assert raw.total_changes == writes
    assert (summary.new, summary.changed, summary.gone) == (0, 0, 0)


def test_a_changed_attribute_marks_that_person_alone(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    intake.marked()
    summary = intake.take(person_record("anna", title="Dr."), person_record("bert"))
    assert (summary.new, summary.changed) == (0, 1)
    assert intake.marked() == {f"person:{intake.person('anna').pk}"}
    assert Record.objects.get(ident="id-anna").attributes["title"] == ["Dr."]


def test_a_renamed_entry_stays_the_same_person(intake: Intake) -> None:
    intake.take(person_record("anna"))
    anna = intake.person("anna")
    intake.take(person_record("anna", dn="uid=anna,ou=elsewhere,dc=test"))
    assert intake.person("anna").pk == anna.pk
    assert Record.objects.get().dn == "uid=anna,ou=elsewhere,dc=test"
    assert Person.objects.count() == 1


def test_a_changed_login_stays_the_same_person(intake: Intake) -> None:
    intake.take(person_record("anna"))
    anna = intake.person("anna")
    intake.take(person_record("anna-maria", ident="id-anna"))
    assert intake.person("anna-maria").pk == anna.pk
    assert Person.objects.count() == 1


def test_members_survive_that_their_entry_is_renamed(intake: Intake) -> None:
    moved = "uid=anna,ou=elsewhere,dc=test"
    intake.take(person_record("anna"), group_record("team", dn_of("anna")))
    intake.take(person_record("anna", dn=moved), group_record("team", moved))
    assert intake.members("team") == {"anna"}


def test_who_is_absent_from_a_whole_reading_leaves(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert"), group_record("team"))
    intake.marked()
    with clock.held(NOON):
        summary = intake.take(person_record("anna"))
    assert summary.gone == 2
    bert = Person.objects.get(login="bert")
    assert (bert.state, bert.left_at) == ("left", NOON)
    group = Group.objects.get()
    assert group.left_at == NOON
    assert intake.marked() == {f"person:{bert.pk}", f"group:{group.pk}"}


def test_a_reading_that_is_not_whole_removes_nobody(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    summary = intake.take(person_record("anna", title="Dr."), reason="the server hung up")
    assert intake.states() == {"anna": "active", "bert": "active"}
    assert (summary.gone, summary.complete, summary.reason) == (0, False, "the server hung up")
    assert Record.objects.get(ident="id-anna").attributes["title"] == ["Dr."]


def test_an_empty_reading_that_is_not_whole_removes_nobody(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.take(reason="the base is missing")
    assert intake.states() == {"anna": "active"}


def test_who_was_gone_and_comes_back_is_the_same_person(intake: Intake) -> None:
    intake.take(person_record("anna"))
    anna = intake.person("anna")
    intake.take()
    assert intake.states() == {"anna": "left"}
    intake.marked()
    intake.take(person_record("anna"))
    assert intake.person("anna").pk == anna.pk
    assert intake.person("anna").left_at is None
    assert intake.marked() == {f"person:{anna.pk}"}


def test_a_group_that_was_gone_and_comes_back_is_the_same_group(intake: Intake) -> None:
    intake.take(person_record("anna"), group_record("team", dn_of("anna")))
    group = Group.objects.get()
    intake.take(person_record("anna"))
    intake.take(person_record("anna"), group_record("team", dn_of("anna")))
    assert Group.objects.get().pk == group.pk
    assert Group.objects.get().left_at is None
    assert intake.members("team") == {"anna"}


def test_who_stays_absent_is_not_retired_again(intake: Intake) -> None:
    intake.take(person_record("anna"))
    with clock.held(NOON):
        intake.take()
    intake.marked()
    summary = intake.take()
    assert summary.gone == 0
    assert Person.objects.get().left_at == NOON
    assert intake.marked() == set()


def test_a_person_with_two_records_leaves_when_both_are_gone(intake: Intake) -> None:
    intake.take(person_record("anna"))
    anna = intake.person("anna")
    second = intake.add_source("second", 1)
    intake.take(person_record("other"), source=second)
    Record.objects.filter(source=second).update(person=anna)
    intake.take()
    assert Person.objects.get(pk=anna.pk).state == "active"
    intake.take(source=second)
    assert Person.objects.get(pk=anna.pk).state == "left"


def test_a_disabled_person_stays_but_is_disabled(intake: Intake) -> None:
    intake.take(person_record("anna", disabled="1"))
    assert intake.states() == {"anna": "disabled"}
    intake.take(person_record("anna"))
    assert intake.states() == {"anna": "active"}


def test_a_person_without_a_login_is_reported_by_name_and_made_once_it_has_one(
    intake: Intake,
) -> None:
    summary = intake.take(person_record("anna", username=""), person_record("bert"))
    assert summary.problems == 1
    assert intake.states() == {"bert": "active"}
    problem = Problem.objects.get()
    assert (problem.dn, problem.code) == (dn_of("anna"), "no_login")
    intake.take(person_record("anna"), person_record("bert"))
    assert intake.states() == {"anna": "active", "bert": "active"}
    assert not Problem.objects.exists()


def test_a_person_without_a_login_is_still_reported_by_the_next_unchanged_reading(
    intake: Intake,
) -> None:
    records = [person_record("anna", username=""), person_record("bert")]
    intake.take(*records)
    summary = intake.take(*records)
    assert summary.problems == 1
    assert Problem.objects.get().code == "no_login"


def test_a_person_who_loses_the_login_stays_and_is_looked_at_again(intake: Intake) -> None:
    intake.take(person_record("anna"))
    intake.marked()
    intake.take(person_record("anna", username=""))
    assert intake.states() == {"anna": "active"}
    assert intake.marked() == {f"person:{intake.person('anna').pk}"}


def test_a_problem_of_the_reading_is_kept_by_name_and_forgotten_when_it_is_solved(
    intake: Intake,
) -> None:
    trouble = ReadProblem("uid=x,dc=test", 7, "no_id", "It has no id.", "Export again.")
    take_in(intake.source, Memory([person_record("anna")], problems=[trouble]))
    assert Problem.objects.get().text == "It has no id."
    intake.take(person_record("anna"))
    assert not Problem.objects.exists()


def test_an_unreadable_object_whose_id_is_legible_is_not_absent(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    trouble = ReadProblem(dn_of("bert"), 9, "nul", "A value holds NUL.", "Mend it.", "id-bert")
    take_in(intake.source, Memory([person_record("anna")], problems=[trouble]))
    assert intake.states() == {"anna": "active", "bert": "active"}


def test_an_unreadable_object_whose_dn_alone_is_legible_is_not_absent(intake: Intake) -> None:
    intake.take(person_record("anna"), person_record("bert"))
    trouble = ReadProblem("UID=bert, cn=users,dc=test", 9, "no_id", "It has no id.", "Mend it.")
    take_in(intake.source, Memory([person_record("anna")], problems=[trouble]))
    assert intake.states() == {"anna": "active", "bert": "active"}


def test_more_unreadable_objects_than_are_kept_by_name_mean_that_nobody_is_absent(
    intake: Intake,
) -> None:
    intake.take(person_record("anna"), person_record("bert"))

    class Overflowing(Memory):
        @property
        def problem_count(self) -> int:
            return len(self.problems) + 1

    trouble = ReadProblem("uid=x,dc=test", 9, "nul", "A value holds NUL.", "Mend it.")
    summary = take_in(intake.source, Overflowing([person_record("anna")], problems=[trouble]))
    assert not summary.complete
    assert "2 objects" in summary.reason
    assert intake.states() == {"anna": "active", "bert": "active"}


def test_the_same_photo_is_stored_once(intake: Intake) -> None:
    photo = {"jpegPhoto": b"\xff\xd8 the same picture"}
    intake.take(person_record("anna", blobs=photo), person_record("bert", blobs=photo))
    assert Blob.objects.count() == 1
    assert bytes(Blob.objects.get().data) == photo["jpegPhoto"]
    blobs = set(Record.objects.values_list("blobs__jpegPhoto", flat=True))
    assert blobs == {Blob.objects.get().pk}


def test_another_photo_alone_marks_the_person(intake: Intake) -> None:
    intake.take(person_record("anna", blobs={"jpegPhoto": b"one"}))
    intake.marked()
    intake.take(person_record("anna", blobs={"jpegPhoto": b"two"}))
    assert intake.marked() == {f"person:{intake.person('anna').pk}"}


def test_the_trail_tells_what_changed_before_and_after(intake: Intake) -> None:
    intake.take(person_record("anna", title="Dr.", roomNumber="1"))
    (made,) = intake.trail("record.create")
    assert made.object == f"person:{intake.person('anna').pk}"
    assert made.actor == "source:directory"
    intake.take(person_record("anna", title="Prof.", phone="5"))
    (line,) = intake.trail("record.change")
    assert line.before == {"title": ["Dr."], "roomNumber": ["1"]}
    assert line.after == {"title": ["Prof."], "phone": ["5"]}
    assert line.label == dn_of("anna")


def test_the_trail_tells_who_left_and_who_came_back(intake: Intake) -> None:
    intake.take(person_record("anna"))
    key = f"person:{intake.person('anna').pk}"
    intake.take()
    assert [line.object for line in intake.trail("record.gone")] == [key]
    intake.take(person_record("anna"))
    assert [line.object for line in intake.trail("record.return")] == [key]


def test_more_than_one_batch_arrives_whole(intake: Intake) -> None:
    people = [person_record(f"p{number:04}") for number in range(1203)]
    group = group_record("all", *(dn_of(f"p{number:04}") for number in range(1203)))
    told: list[int] = []
    summary = take_in(intake.source, Memory([group, *people]), progress=told.append)
    assert summary.new == 1204
    assert told == [500, 1000, 1204]
    assert len(intake.members("all")) == 1203
    assert intake.take(group, *people).changed == 0


def test_an_id_that_comes_twice_in_one_reading_is_one_person(intake: Intake) -> None:
    intake.take(person_record("anna", title="Dr."), person_record("anna", title="Prof."))
    assert Person.objects.count() == 1
    assert Record.objects.get().attributes["title"] == ["Prof."]


def test_the_session_stays_in_its_own_folder(settings: object, tmp_path: Path) -> None:
    from django.conf import settings as known

    assert Path(known.DATA).name.startswith("stellwerk-tests-")
