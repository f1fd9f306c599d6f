"""Asks every open question of a portal again: the directory may have answered it meanwhile.

What counts is what the records claim now, not what their people were last known under: two who
swap their addresses in one reading are in nobody's way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.db import transaction

from stellwerk.people import actions as people
from stellwerk.people.accounts import with_accounts
from stellwerk.people.actions import PersonFields
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.sources import absences, decisions
from stellwerk.sources.batch import Batch, load_claims
from stellwerk.sources.claims import Clash, person_fields
from stellwerk.sources.models import SIGN_ON, Decision, Record, Source

NEVER = "never"
"""Made anew is never the same person (`relink`)."""
_ROUNDS = 5
_CHUNK = 500


@dataclass(slots=True)
class _Case:
    """One record in question: what stands against it, and whom it only has to wait for."""

    row: Record
    fields: PersonFields
    stands: list[Clash] = field(default_factory=list)
    waits: list[Clash] = field(default_factory=list)

    @property
    def owner(self) -> int:
        return self.row.person_id or -self.row.pk


def settle(source: Source) -> None:
    """Ask the open questions of the source's portal again, then let go who is asked about no more.

    A question is `recreated` while the holder has no record left that was read, else it is about
    the login or the mail; it is closed when the holder's record no longer claims the value.
    """
    _ask_until_settled(source)
    _separate(source.portal)
    _dismiss(source.portal)
    if _make_room(source.portal):
        _ask_until_settled(source)


def _ask_until_settled(source: Source) -> None:
    for _ in range(_ROUNDS):
        with transaction.atomic():
            before = _open(source.portal)
            if not before:
                break
            _ask_again(source)
        if _open(source.portal) == before:
            break


def _open(portal: Portal) -> set[tuple[int, int, str, str]]:
    return set(
        Decision.objects.filter(portal=portal).values_list(
            "record_id", "person_id", "kind", "value"
        )
    )


def _ask_again(source: Source) -> None:
    rows = list(
        Record.objects.filter(decisions__isnull=False, source__portal=source.portal)
        .select_related("source", "source__portal")
        .distinct()
        .order_by("pk")
    )
    closed = [(row, list[Clash]()) for row in rows if row.absent_since is not None]
    cases = _cases(source, [row for row in rows if row.absent_since is None])
    free = _free(cases)
    decisions.record(source, closed, {})
    _admit([case.row for case in cases if case.row.pk in free])
    # Among those who were not let in somebody may have lost to one who was.
    left = _cases(source, [case.row for case in cases if case.row.pk not in free])
    decisions.record(source, [(case.row, [*case.stands, *case.waits]) for case in left], {})


def _cases(source: Source, rows: Sequence[Record]) -> list[_Case]:
    cases = [_Case(row, person_fields(row.attributes)) for row in rows]
    _weigh(source, [case for case in cases if case.fields.login])
    return cases


def _weigh(source: Source, cases: Sequence[_Case]) -> None:
    """Sort what clashes into what stands and what its holder is about to give up."""
    logins = {case.fields.login for case in cases}
    mails = {mail for case in cases for mail in case.fields.mail_keys}
    claims = load_claims(source, logins, mails)
    found = {case.row.pk: claims.clashes(case.fields, case.row.person_id) for case in cases}
    holders = {clash.person for clashes in found.values() for clash in clashes}
    gone, claimed = _holders(holders)
    for case in cases:
        for clash in found[case.row.pk]:
            if clash.person in gone:
                case.stands.append(replace(clash, kind=Decision.Kind.RECREATED.value))
            elif clash.person not in claimed or (clash.kind, clash.value) in claimed[clash.person]:
                case.stands.append(clash)
            else:
                case.waits.append(clash)


def _holders(pks: Collection[int]) -> tuple[set[int], dict[int, set[tuple[str, str]]]]:
    """Of these people: who is gone from every source, and what the records of the others claim.

    Who was made by hand has no record at all: neither gone nor among the others.
    """
    ordered = sorted(pks)
    had: set[int] = set()
    claimed: dict[int, set[tuple[str, str]]] = {}
    left: set[int] = set()
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        left |= set(
            Person.objects.filter(pk__in=chunk, state=Person.State.LEFT).values_list(
                "pk", flat=True
            )
        )
        for row in Record.objects.filter(person__in=chunk):
            pk = row.person_id or 0
            had.add(pk)
            if row.absent_since is None and row.missing_since is None:
                fields = person_fields(row.attributes)
                claimed.setdefault(pk, set()).update(decisions.claims_of(fields))
    return (had | left) - set(claimed), claimed


def _free(cases: Sequence[_Case]) -> set[int]:
    """The records that can be taken in together: nothing stands, whom they wait for goes too."""
    free = {case.row.pk: case for case in cases if not case.stands and case.fields.login}
    while True:
        owners = {case.owner for case in free.values()}
        taken: dict[tuple[str, str], int] = {}
        out = set()
        for pk, case in sorted(free.items()):
            mine = decisions.claims_of(case.fields)
            if any(taken.get(one, case.owner) != case.owner for one in mine) or any(
                clash.person not in owners for clash in case.waits
            ):
                out.add(pk)
            else:
                taken |= dict.fromkeys(mine, case.owner)
        if not out:
            return set(free)
        free = {pk: case for pk, case in free.items() if pk not in out}


def _admit(rows: Sequence[Record]) -> None:
    """Take rows in again, source by source, after everybody among them let go of the old names."""
    people.let_go([row.person_id for row in rows if row.person_id])
    ordered = sorted(rows, key=lambda row: (row.source.position, row.source_id, row.pk))
    for _, some in groupby(ordered, key=lambda row: row.source_id):
        mine = list(some)
        Batch(mine[0].source, [], {row.ident: row for row in mine}).admit(mine)


def _separate(portal: Portal) -> None:
    """Where made anew is never the same person nobody is asked: the old one leaves."""
    sources = [row for row in Source.objects.filter(portal=portal) if _never(row)]
    Decision.objects.filter(
        record__source__in=sources, kind=Decision.Kind.RECREATED, refused=False
    ).update(refused=True)


def _make_room(portal: Portal) -> bool:
    """Who left without an account anywhere lets go for those who are somebody else; whether any.

    Others let go when their last account is deleted; here nothing would ever be.
    """
    asked = Decision.objects.filter(portal=portal, refused=True, person__state=Person.State.LEFT)
    left = set(asked.values_list("person_id", flat=True))
    gone = sorted(left - with_accounts(left))
    people.let_go(gone)
    return bool(gone)


def _never(source: Source) -> bool:
    return bool(source.settings.get("relink") == NEVER)


def _dismiss(portal: Portal) -> None:
    """Who has no record left and is asked about no more is leaving."""
    gone = set(
        Record.objects.filter(source__portal=portal, absent_since__isnull=False)
        .exclude(person=None)
        .exclude(person__state=Person.State.LEFT)
        .values_list("person_id", flat=True)
    )
    asked = Decision.objects.filter(portal=portal, refused=False)
    gone -= set(asked.values_list("person_id", flat=True))
    ordered = sorted(pk for pk in gone if pk is not None)
    last: dict[int, Record] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = Record.objects.filter(person__in=ordered[start : start + _CHUNK]).order_by("pk")
        mine = list(rows.select_related("source"))
        still = {
            row.person_id for row in mine if row.absent_since is None and row.source.kind != SIGN_ON
        }
        last |= {row.person_id: row for row in mine if row.person_id and row.person_id not in still}
    by_source = sorted(last.values(), key=lambda row: (row.source_id, row.pk))
    for _, some in groupby(by_source, key=lambda row: row.source_id):
        records = list(some)
        absences.dismiss(records[0].source, records)
