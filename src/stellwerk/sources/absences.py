"""Absent records: few of them are believed, many are held until somebody approves or they are back.

Nobody leaves because of an absence that is held: names and logins stay claimed, accounts stay as
they are. The list is kept at the records themselves (`missing_since`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field

import structlog
from django.db import transaction
from django.db.models import Q

from stellwerk.core import changes, clock
from stellwerk.core.gates import Limits, reason
from stellwerk.jobs.releases import release, released
from stellwerk.people import actions as people
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources.batch import object_key
from stellwerk.sources.models import SIGN_ON, Decision, Record, Source
from stellwerk.sources.queries import missing

log = structlog.get_logger()

_CHUNK = 500
_WHOSE = ("pk", "kind", "person_id", "group_id", "entry_id")


@dataclass(slots=True)
class Gone:
    """What became of the absences of one reading, in records: believed, and held by kind."""

    believed: int = 0
    held: Counter[str] = field(default_factory=Counter)


def take(source: Source, unseen: Sequence[int]) -> Gone:
    """Records (by their keys) that a whole reading did not bring.

    Who is asked about or has another record does not leave, and so counts for no gate.
    """
    gone = Gone()
    leaving: dict[str, list[int]] = defaultdict(list)
    absent = frozenset(unseen)
    for rows in _chunks(unseen):
        stay, leave = _told_apart(source, rows, absent)
        retire(source, stay, actor=_actor(source))
        gone.believed += len(stay)
        for row in leave:
            leaving[row.kind].append(row.pk)
    for kind, pks in sorted(leaving.items()):
        if _pass(source, kind, len(pks)):
            for rows in _chunks(pks):
                retire(source, rows, actor=_actor(source))
            gone.believed += len(pks)
        else:
            hold(source, pks)
            gone.held[kind] = len(pks)
    return gone


def dismiss(source: Source, records: Sequence[Record]) -> None:
    """People who are asked about no more and have no record left: they leave, or are held.

    ``records`` are absent ones, one of each person.
    """
    if not records:
        return
    if _pass(source, records[0].kind, len(records)):
        for start in range(0, len(records), _CHUNK):
            people.leave(row.person_id for row in records[start : start + _CHUNK] if row.person_id)
    else:
        hold(source, [row.pk for row in records])


def _pass(source: Source, kind: str, waiting: int) -> bool:
    """Ask the source's gate: so many of a kind, beside those who left within the last 24 hours."""
    key = f"source:{source.pk}/absent-{kind}"
    before = released(key)
    known = Record.objects.filter(source=source, kind=kind, absent_since=None)
    if Limits.of(source.settings).closed(waiting, before, lambda: known.count() + before):
        if not known.filter(missing_since__isnull=False).exists():
            text = reason(waiting, before, known.count() + before)
            log.warning("absences held", source=source.name, kind=kind, reason=text)
        return False
    release(key, waiting)
    return True


def hold(source: Source, pks: Sequence[int]) -> None:
    """Keep these absences: the records count as there, and as missing."""
    for chunk in _keys(pks):
        with transaction.atomic():
            rows = Record.objects.filter(pk__in=chunk, missing_since=None)
            fresh = list(rows.only(*_WHOSE))
            rows.update(missing_since=clock.now(), absent_since=None)
            _touch(fresh)


def seen_again(source: Source, seen: Container[int]) -> None:
    """Forget the absences of records that were read again."""
    rows = Record.objects.filter(source=source, missing_since__isnull=False)
    back = [row for row in rows.only(*_WHOSE) if row.pk in seen]
    for start in range(0, len(back), _CHUNK):
        chunk = back[start : start + _CHUNK]
        with transaction.atomic():
            Record.objects.filter(pk__in=[row.pk for row in chunk]).update(missing_since=None)
            _touch(chunk)


def replaced(person: int) -> None:
    """Somebody has a new record: the missing ones they had before are gone."""
    Record.objects.filter(person=person, missing_since__isnull=False).update(
        absent_since=clock.now(), missing_since=None
    )


def confirm(
    portal: Portal,
    *,
    people: Collection[int] = (),
    groups: Collection[int] = (),
    entries: Collection[int] = (),
    source: Source | None = None,
    actor: str,
) -> int:
    """Believe absences that are held: of these objects, or all of a source. How many."""
    which = Q(person__in=people) | Q(group__in=groups) | Q(entry__in=entries)
    rows = missing(portal).filter(Q(source=source) if source else which)
    by_source: dict[int, list[int]] = defaultdict(list)
    for pk, owner in rows.values_list("pk", "source_id"):
        by_source[owner].append(pk)
    for one in Source.objects.filter(pk__in=by_source):
        for chunk in _chunks(by_source[one.pk]):
            retire(one, chunk, actor=actor)
    return sum(len(pks) for pks in by_source.values())


def retire(source: Source, rows: Sequence[Record], *, actor: str) -> None:
    """These records are gone: who has no other one is leaving, but for whom is asked about."""
    if not rows:
        return
    with transaction.atomic():
        Record.objects.filter(pk__in=[row.pk for row in rows]).update(
            absent_since=clock.now(), missing_since=None
        )
        kept = _kept(source, rows)
        people.leave(row.person_id for row in rows if row.person_id and row.person_id not in kept)
        people.leave_groups(row.group_id for row in rows if row.group_id)
        people.leave_entries(row.entry for row in rows if row.entry is not None)
        gone = [Note("record.gone", object_key(row), row.dn, before=row.attributes) for row in rows]
        note(source.portal, actor, gone)


def _told_apart(
    source: Source, rows: Sequence[Record], unseen: Collection[int]
) -> tuple[list[Record], list[Record]]:
    """Records nobody leaves with, and the others."""
    kept = _kept(source, rows, unseen)
    stay = [
        row
        for row in rows
        if (row.person_id in kept)
        or (row.person_id is None and row.group_id is None and row.entry_id is None)
    ]
    known = {row.pk for row in stay}
    return stay, [row for row in rows if row.pk not in known]


def _kept(source: Source, rows: Sequence[Record], unseen: Collection[int] = ()) -> set[int]:
    """The people of these records who stay: asked about, or known from another record.

    That somebody once signed in keeps nobody whom their directory drops.
    """
    owners = [row.person_id for row in rows if row.person_id]
    others = Record.objects.filter(person__in=owners, absent_since=None)
    others = others.exclude(source__kind=SIGN_ON)
    still = {
        owner for pk, owner in others.values_list("pk", "person_id") if owner and pk not in unseen
    }
    asked = Decision.objects.filter(person__in=owners, portal=source.portal_id, refused=False)
    return still | set(asked.values_list("person_id", flat=True))


def _touch(rows: Sequence[Record]) -> None:
    persons = [row.person_id for row in rows if row.person_id]
    changes.touched("person", persons, priority=changes.BULK)
    groups = [row.group_id for row in rows if row.group_id]
    changes.touched("group", groups, priority=changes.BULK)
    for kind in {row.kind for row in rows if row.entry_id}:
        entries = [row.entry_id for row in rows if row.entry_id and row.kind == kind]
        changes.touched(kind, entries, priority=changes.BULK)


def _chunks(pks: Sequence[int]) -> Iterable[list[Record]]:
    for chunk in _keys(pks):
        rows = Record.objects.filter(pk__in=chunk).select_related("entry")
        yield list(rows.order_by("pk"))


def _keys(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(pks), _CHUNK):
        yield pks[start : start + _CHUNK]


def _actor(source: Source) -> str:
    return f"source:{source.name}"
