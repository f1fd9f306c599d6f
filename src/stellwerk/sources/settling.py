"""Asks every open question of a source again: the directory may have answered it meanwhile."""

from django.db import transaction

from stellwerk.core import changes
from stellwerk.sources import decisions
from stellwerk.sources.batch import Batch, load_claims
from stellwerk.sources.claims import person_fields
from stellwerk.sources.models import Decision, Record, Source

_ROUNDS = 5


def settle(source: Source) -> None:
    """Ask every open question of a source again: the directory may have answered it meanwhile."""
    for _ in range(_ROUNDS):
        with transaction.atomic():
            before = _open(source)
            if not before:
                return
            _ask_again(source)
        if _open(source) == before:
            return


def _open(source: Source) -> set[tuple[int, int, str, str]]:
    return set(
        Decision.objects.filter(record__source=source).values_list(
            "record_id", "person_id", "kind", "value"
        )
    )


def _ask_again(source: Source) -> None:
    rows = list(
        Record.objects.filter(decisions__isnull=False, source=source).distinct().order_by("pk")
    )
    absent = [row for row in rows if row.absent_since is not None]
    _close(absent)
    for row in rows:
        if row.absent_since is not None:
            continue
        fields = person_fields(row.attributes)
        claims = load_claims(source, {fields.login}, set(fields.mail_keys))
        found = claims.clashes(fields, row.person_id)
        decisions.record(source, [(row, found)], {})
        if not found:
            batch = Batch(source, [], {row.ident: row})
            batch.admit([row])


def _close(rows: list[Record]) -> None:
    open_ones = list(Decision.objects.filter(record__in=rows))
    Decision.objects.filter(pk__in=[d.pk for d in open_ones]).delete()
    changes.touched("person", {d.person_id for d in open_ones})
