"""Reads of sources and their records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from stellwerk.portals.models import Portal
from stellwerk.sources.models import SIGN_ON, Record, Source


@dataclass(frozen=True, slots=True)
class Missing:
    """The absences that one source holds: how many of each kind, since when, and the first few."""

    source: str
    kinds: Mapping[str, int]
    since: datetime
    names: Sequence[str]


def read_ones(portal: Portal) -> QuerySet[Source]:
    """The sources of a portal that are read, in the order in which they count."""
    rows = Source.objects.filter(portal=portal).exclude(kind=SIGN_ON)
    return rows.order_by("position", "pk")


def missing(portal: Portal) -> QuerySet[Record]:
    """The records of a portal whose absence is held."""
    return Record.objects.filter(source__portal=portal, missing_since__isnull=False)


def held_absences(portal: Portal, names: int = 10) -> list[Missing]:
    """The absences that are held, by source, the first few with their DN."""
    found = []
    for source in Source.objects.filter(portal=portal).order_by("position", "pk"):
        rows = missing(portal).filter(source=source)
        kinds = Counter(rows.values_list("kind", flat=True))
        since = rows.aggregate(first=Min("missing_since"))["first"]
        if since is not None:
            some = list(rows.order_by("kind", "dn_key").values_list("dn", flat=True)[:names])
            found.append(Missing(source.name, dict(sorted(kinds.items())), since, some))
    return found
