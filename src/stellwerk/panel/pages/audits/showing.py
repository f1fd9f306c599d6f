"""Findings as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from stellwerk.audit.models import Finding
from stellwerk.panel.objects.fields import called
from stellwerk.panel.objects.named import Named, named
from stellwerk.panel.pages.audits.words import KINDS, TONES
from stellwerk.panel.pages.plans.showing import value

PEOPLE = 100
"""So many members of one finding are listed; the others are counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding in words: fields as they are there and as they should be, members by login."""

    row: Finding
    named: Named | None
    kind: str | Promise
    tone: str
    fields: Sequence[tuple[str, str | None, str | None]]
    lost: Sequence[str]
    extra: Sequence[str]
    more: int


def shown(rows: Iterable[Finding]) -> list[Shown]:
    """Findings in words, with one question for each kind of object behind them."""
    some = list(rows)
    names = named(one.object for one in some if one.object)
    return [_shown(one, names.get(one.object)) for one in some]


def _shown(one: Finding, name: Named | None) -> Shown:
    lost, extra = ([str(login) for _pk, login in people] for people in (one.lost, one.extra))
    fields = [
        (str(called(field, one.object)), value(there), value(wanted))
        for field, (there, wanted) in one.fields.items()
        if field != "id"
    ]
    more = max(len(lost) - PEOPLE, 0) + max(len(extra) - PEOPLE, 0)
    return Shown(
        one, name, KINDS[one.kind], TONES[one.kind], fields, lost[:PEOPLE], extra[:PEOPLE], more
    )
