"""Questions about identity: opened where claims clash, closed when the clash is gone."""

from collections.abc import Mapping, Sequence

from stellwerk.core import changes, clock, fold
from stellwerk.people.actions import PersonFields
from stellwerk.sources.claims import Clash
from stellwerk.sources.models import Decision, Record, Source


def people_in_question(source: Source) -> set[int]:
    """People of the portal who are one side of an open decision."""
    return set(
        Decision.objects.filter(portal=source.portal, refused=False).values_list(
            "person_id", flat=True
        )
    )


def record(
    source: Source,
    clashes: Sequence[tuple[Record, Sequence[Clash]]],
    made: Mapping[int, int | None],
) -> None:
    """Make the open decisions of these records exactly these clashes.

    ``made`` maps the stand-in of a person who was made in the same batch to the person.
    """
    rows = [row for row, _ in clashes]
    present = {
        (d.record_id, d.person_id, d.value): d for d in Decision.objects.filter(record__in=rows)
    }
    wanted: dict[tuple[int, int, str], Decision] = {}
    for row, found in clashes:
        for clash in found:
            person = clash.person if clash.person > 0 else (made.get(clash.person) or 0)
            value = clash.value[:320]
            # A login that is a mail address is asked about once.
            wanted.setdefault(
                (row.pk, person, value),
                Decision(
                    portal=source.portal,
                    record=row,
                    person_id=person,
                    kind=clash.kind,
                    value=value,
                    since=clock.now(),
                ),
            )
    fresh = [one for key, one in wanted.items() if key not in present]
    gone = [one for key, one in present.items() if key not in wanted]
    Decision.objects.bulk_create(fresh, batch_size=500)
    Decision.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for key, one in present.items():
        if key in wanted and wanted[key].kind != one.kind:
            Decision.objects.filter(pk=one.pk).update(kind=wanted[key].kind)
    changes.touched("person", {one.person_id for one in [*fresh, *gone]})


def claims_of(fields: PersonFields) -> set[tuple[str, str]]:
    """What a record claims: (login | mail, folded value) each."""
    return {("login", fold.key(fields.login)), *(("mail", mail) for mail in fields.mail_keys)}
