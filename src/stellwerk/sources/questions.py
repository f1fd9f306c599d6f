"""Open questions of identity, read and answered many at a time."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Count, QuerySet

from stellwerk.portals.models import Portal
from stellwerk.sources import answers
from stellwerk.sources.models import Decision, Record

_BATCH = 100


class Verb(StrEnum):
    """What is said to a question."""

    ACCEPT = "accept"
    REFUSE = "refuse"


def open_questions(portal: Portal, run: int | None = None) -> QuerySet[Decision]:
    """The open questions of a portal, or those one reading brought up (its job's number)."""
    rows = Decision.objects.filter(portal=portal, refused=False)
    return rows if run is None else rows.filter(run=run)


def records_in_question(portal: Portal, run: int | None = None) -> QuerySet[Record]:
    """The records that have open questions."""
    asked = open_questions(portal, run).values("record")
    return Record.objects.filter(pk__in=asked).select_related("source")


def acceptable(records: QuerySet[Record]) -> QuerySet[Record]:
    """Those where "the same person" is an answer: nobody yet, and claiming one person's things."""
    return (
        records.filter(person=None)
        .alias(claimed=Count("decisions__person", distinct=True))
        .filter(claimed=1)
    )


def answer_run(
    portal: Portal,
    run: int,
    verb: Verb,
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> tuple[int, int]:
    """Answer everything one reading brought up: (answered, left open), in records.

    What cannot be accepted stays open: it is asked about again.
    """
    pks = list(records_in_question(portal, run).order_by("pk").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(pks), _BATCH):
        records = records_in_question(portal).filter(pk__in=pks[start : start + _BATCH])
        chosen = list(acceptable(records) if verb is Verb.ACCEPT else records)
        done += answer_records(portal, chosen, verb, actor=actor)
        if progress is not None:
            progress(done)
    return done, len(pks) - done


def answer_records(portal: Portal, records: list[Record], verb: Verb, *, actor: str) -> int:
    """Answer all open questions of some records. Raises NotAnswerable."""
    rows = open_questions(portal).filter(record__in=records)
    asked = list(rows.select_related("record", "record__source", "person").order_by("pk"))
    if not asked:
        return 0
    act = answers.accept if verb is Verb.ACCEPT else answers.refuse
    return act(portal, asked, actor=actor)
