"""Answers to questions of identity: the same person, or not."""

from collections.abc import Sequence

from django.db import transaction

from stellwerk.core import changes, fold
from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import say
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources import absences
from stellwerk.sources.batch import Batch
from stellwerk.sources.models import Decision, Record, Source


class NotAnswerable(StellwerkError):
    """This question cannot be answered here."""

    code = "decision"


def accept(portal: Portal, questions: Sequence[Decision], *, actor: str) -> int:
    """They are the same person: the record becomes theirs, the account stays. How many records.

    Raises NotAnswerable where a record already is somebody, or could be more than one person.
    """
    records = _records(questions)
    for record in records:
        _check(record)
    for record in records:
        with transaction.atomic():
            _join(portal, record, actor)
    return len(records)


def refuse(portal: Portal, questions: Sequence[Decision], *, actor: str) -> int:
    """They are not the same: the record stays out until the directory changes. How many."""
    with transaction.atomic():
        rows = Decision.objects.filter(record__in=[q.record_id for q in questions])
        people = set(rows.values_list("person_id", flat=True))
        rows.update(refused=True)
        note(portal, actor, [_note("decision.refuse", q) for q in questions])
        changes.touched("person", people)
    return len({q.record_id for q in questions})


def answer_by_mail(source: Source) -> int:
    """With the setting ``relink = "mail"``: made anew with the same address is the same person."""
    if source.settings.get("relink") != "mail":
        return 0
    rows = Decision.objects.filter(
        record__source=source, kind=Decision.Kind.RECREATED, refused=False, record__person=None
    ).select_related("record", "person")
    same = [row for row in rows if row.person.mail and _mail(row.record) == _key(row.person.mail)]
    whole = [row for row in same if len(_people(row.record)) == 1]
    return accept(source.portal, whole, actor=f"source:{source.name}") if whole else 0


def _records(questions: Sequence[Decision]) -> list[Record]:
    rows = {q.record_id: q.record for q in questions}
    return [rows[pk] for pk in sorted(rows)]


def _people(record: Record) -> set[int]:
    return set(Decision.objects.filter(record=record).values_list("person_id", flat=True))


def _check(record: Record) -> None:
    if record.person_id is not None:
        raise NotAnswerable(
            say("%(dn)s already is somebody; two people cannot become one.", dn=record.dn),
            hint=say("Give one of them another login or address in the directory, or refuse."),
        )
    if len(_people(record)) > 1:
        raise NotAnswerable(
            say("%(dn)s claims what belongs to more than one person.", dn=record.dn),
            hint=say("Correct its login or its addresses in the directory."),
        )


def _join(portal: Portal, record: Record, actor: str) -> None:
    asked = list(Decision.objects.filter(record=record).select_related("person", "record"))
    person = asked[0].person
    record.person = person
    record.save(update_fields=["person"])
    absences.replaced(person.pk)
    note(portal, actor, [_note("decision.accept", q) for q in asked])
    Decision.objects.filter(record=record).delete()
    Batch(record.source, [], {record.ident: record}).admit([record])
    changes.touched("person", [person.pk])


def _note(verb: str, question: Decision) -> Note:
    after = {"kind": question.kind, "value": question.value, "person": question.person.login}
    return Note(verb, f"person:{question.person_id}", question.record.dn, {}, after)


def _mail(record: Record) -> str:
    return _key((record.attributes.get("mailPrimaryAddress") or [""])[0])


def _key(mail: str) -> str:
    return fold.key(mail)
