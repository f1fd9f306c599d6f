"""Intake: what was read becomes records, people, groups and entries, and marks what that touches.

Every source uses it. Records, people, marks and trail lines of one batch are one transaction; an
object that is as it was writes nothing at all.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from stellwerk.core.said import Said, kept, say
from stellwerk.sources import absences
from stellwerk.sources.base import Kind, Reading, ReadProblem, ReadRecord, fold_dn
from stellwerk.sources.batch import Batch
from stellwerk.sources.expecting import Expecting
from stellwerk.sources.models import Decision, Problem, Record, Source
from stellwerk.sources.settling import NEVER, settle

BATCH = 500
BYTES = 16 * 1024 * 1024
"""Of photos in one batch: hundreds of megabytes at a time would be no good neighbour."""


@dataclass
class Summary:
    """What one reading brought: objects per kind, and what became of them.

    `gone` are absent records, `held` counts per kind those whose absence is held.
    """

    read: Counter[str] = field(default_factory=Counter)
    new: int = 0
    changed: int = 0
    gone: int = 0
    held: Counter[str] = field(default_factory=Counter)
    complete: bool = False
    reason: str = ""
    problems: int = 0

    def as_dict(self) -> dict[str, object]:
        """For the job's result and for scripts."""
        return {
            "read": dict(sorted(self.read.items())),
            "new": self.new,
            "changed": self.changed,
            "gone": self.gone,
            "held": dict(sorted(self.held.items())),
            "complete": self.complete,
            "reason": self.reason,
            "why": kept(self.reason),
            "problems": self.problems,
        }


class Seen:
    """One bit per record of the source, set when this reading brought it."""

    def __init__(self, highest: int) -> None:
        self._bits = bytearray(highest // 8 + 1)

    def add(self, pk: int) -> None:
        byte = pk >> 3
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte - len(self._bits) + 1024))
        self._bits[byte] |= 1 << (pk & 7)

    def __contains__(self, pk: object) -> bool:
        if not isinstance(pk, int):
            return False
        return pk >> 3 < len(self._bits) and bool(self._bits[pk >> 3] & (1 << (pk & 7)))


def take_in(
    source: Source, reading: Reading, *, progress: Callable[[int], None] | None = None
) -> Summary:
    """Take one reading in. Absence counts only when the reading was complete.

    ``progress`` is told the number of objects read so far, after every batch.
    """
    summary = Summary()
    highest = Record.objects.filter(source=source).aggregate(top=Max("pk"))["top"] or 0
    seen = Seen(highest)
    expecting = Expecting(source)
    for batch in _batches(iter(reading)):
        expecting.see(batch)
        summary.read.update(record.kind for record in batch)
        _take(source, batch, seen, summary)
        if progress is not None:
            progress(summary.read.total())
    summary.complete, summary.reason = reading.complete, reading.reason
    if summary.complete and reading.problem_count > len(reading.problems):
        summary.complete = False
        summary.reason = say(
            "%(count)s objects could not be read, too many to tell who is absent",
            count=reading.problem_count,
        )
    if summary.complete and expecting.disappointed:
        summary.complete, summary.reason = False, expecting.disappointed
    if summary.complete:
        _see_unreadable(source, reading.problems, seen)
    absences.seen_again(source, seen)
    if summary.complete:
        gone = absences.take(source, _unseen(source, seen))
        summary.gone, summary.held = gone.believed, gone.held
    settle(source)
    outside = [*_nameless(source), *_waiting(source)]
    summary.problems = reading.problem_count + len(outside)
    _keep_problems(source, [*reading.problems, *outside])
    return summary


def _batches(records: Iterator[ReadRecord]) -> Iterator[list[ReadRecord]]:
    """Up to BATCH records at a time, fewer where their photos come to more than BYTES."""
    batch: list[ReadRecord] = []
    held = 0
    for record in records:
        batch.append(record)
        held += sum(map(len, record.blobs.values()))
        if len(batch) == BATCH or held > BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _take(
    source: Source,
    batch: list[ReadRecord],
    seen: Seen,
    summary: Summary,
) -> None:
    known = {
        ident: (pk, bytes(fingerprint), absent)
        for pk, ident, fingerprint, absent in Record.objects.filter(
            source=source, ident__in=[record.ident for record in batch]
        ).values_list("pk", "ident", "fingerprint", "absent_since")
    }
    fresh: dict[str, ReadRecord] = {}
    for record in batch:
        row = known.get(record.ident)
        if row is not None:
            seen.add(row[0])
        if row is None or row[1] != record.fingerprint or row[2] is not None:
            fresh[record.ident] = record
    if not fresh:
        return
    with transaction.atomic():
        work = Batch.load(source, list(fresh.values()))
        work.before = summary.new + summary.changed
        work.save()
    for pk in work.pks:
        seen.add(pk)
    summary.new += work.new
    summary.changed += len(fresh) - work.new


def _see_unreadable(source: Source, problems: Sequence[ReadProblem], seen: Seen) -> None:
    """An object that could not be read is there all the same: its record is not absent."""
    if not problems:
        return
    rows = Record.objects.filter(source=source, absent_since=None)
    for pk in rows.filter(ident__in=[p.ident for p in problems if p.ident]).values_list(
        "pk", flat=True
    ):
        seen.add(pk)
    dn_keys = [fold_dn(p.dn)[:1024] for p in problems if p.dn]
    for pk in rows.filter(dn_key__in=dn_keys).values_list("pk", flat=True):
        seen.add(pk)


def _unseen(source: Source, seen: Seen) -> list[int]:
    rows = Record.objects.filter(source=source, absent_since=None)
    keys = rows.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in keys.iterator(chunk_size=2000) if pk not in seen]


def _nameless(source: Source) -> list[ReadProblem]:
    """People who cannot be taken in because they have no login."""
    rows = Record.objects.filter(
        source=source, kind=Kind.PERSON, person=None, absent_since=None, decisions=None
    )
    text = say("This person has no login name.")
    hint = say("Give it a uid (username) in the directory.")
    return [
        ReadProblem(dn, None, "no_login", text, hint) for dn in rows.values_list("dn", flat=True)
    ]


def _waiting(source: Source) -> list[ReadProblem]:
    """People made anew who wait for the old account to be deleted (``relink = "never"``)."""
    if source.settings.get("relink") != NEVER:
        return []
    rows = Decision.objects.filter(
        record__source=source, record__person=None, refused=True
    ).select_related("record", "person")
    logins = {row.record.dn: row.person.login for row in rows.order_by("pk")}
    hint = say(
        "It comes in by itself once the old account is deleted, after grace_days. If it is the"
        " same person, give the old entry's id back or decide before it is gone."
    )
    return [
        ReadProblem(dn, None, "made_anew", _claims(login), hint) for dn, login in logins.items()
    ]


def _claims(login: str) -> Said:
    return say(
        'Claims what belongs to %(login)s; with relink = "never" the new one waits for the old to'
        " go.",
        login=login,
    )


def _keep_problems(source: Source, problems: list[ReadProblem]) -> None:
    """Replace the source's list of problems if it differs: an unchanged run writes nothing."""
    wanted = [(p.dn, p.code, p.text, p.hint) for p in problems]
    present = list(
        Problem.objects.filter(source=source)
        .order_by("pk")
        .values_list("dn", "code", "text", "hint")
    )
    if wanted == present:
        return
    with transaction.atomic():
        Problem.objects.filter(source=source).delete()
        Problem.objects.bulk_create(
            [
                Problem(source=source, dn=dn, code=code, text=text, hint=hint)
                for dn, code, text, hint in wanted
            ],
            batch_size=500,
        )
