"""Questions about identity: opened where claims clash, closed when the clash is gone."""

from collections.abc import Iterable, Mapping, Sequence

from stellwerk.core import changes, clock
from stellwerk.sources.claims import Clash
from stellwerk.sources.models import Decision, Record, Source


def people_in_question(source: Source) -> set[int]:
    """People of the portal who are one side of an open decision."""
    return set(Decision.objects.filter(portal=source.portal).values_list("person_id", flat=True))


def record(
    source: Source,
    clashes: Sequence[tuple[Record, Sequence[Clash]]],
    made: Mapping[int, int | None],
) -> None:
    """Make the open decisions of these records exactly what clashes now.

    ``made`` maps the stand-in of a person who was made in the same batch to the person.
    """
    rows = [row for row, _ in clashes]
    present = {
        (d.record_id, d.person_id, d.kind, d.value): d
        for d in Decision.objects.filter(record__in=rows)
    }
    wanted: dict[tuple[int, int, str, str], Decision] = {}
    for row, found in clashes:
        for clash in found:
            person = clash.person if clash.person > 0 else (made.get(clash.person) or 0)
            wanted[row.pk, person, clash.kind, clash.value] = Decision(
                portal=source.portal,
                record=row,
                person_id=person,
                kind=clash.kind,
                value=clash.value[:320],
                since=clock.now(),
            )
    recreated = {
        (key[0], key[1], kind, key[3])
        for key in present
        if key[2] == Decision.Kind.RECREATED
        for kind in (Decision.Kind.LOGIN, Decision.Kind.MAIL)
    }
    fresh = {key: row for key, row in wanted.items() if key not in present and key not in recreated}
    gone = [
        d
        for key, d in present.items()
        if key not in wanted
        and not (
            d.kind == Decision.Kind.RECREATED
            and any((key[0], key[1], kind, key[3]) in wanted for kind in ("login", "mail"))
        )
    ]
    Decision.objects.bulk_create(fresh.values(), ignore_conflicts=True, batch_size=500)
    Decision.objects.filter(pk__in=[d.pk for d in gone]).delete()
    changes.touched("person", {d.person_id for d in [*fresh.values(), *gone]})


def note_gone(source: Source, rows: Iterable[Record]) -> None:
    """Where the holder's own record is gone, the question is whether it was made anew."""
    holders = [row.person_id for row in rows if row.person_id]
    Decision.objects.filter(portal=source.portal, person__in=holders).exclude(
        kind=Decision.Kind.RECREATED
    ).update(kind=Decision.Kind.RECREATED)
