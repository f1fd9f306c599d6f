"""Reads of what is parked, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from stellwerk.portals.models import Portal
from stellwerk.sources.models import Problem
from stellwerk.sync.models import Work
from stellwerk.targets.models import Target

SIZE = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of parked rows begins or ends: the target and the object key."""

    target: int
    object: str


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of parked rows. `more` says whether others follow; `before` whether some precede."""

    rows: Sequence[Work]
    before: bool
    more: bool


def slice_of(rows: QuerySet[Work], *, after: Place | None, before: Place | None) -> Slice:
    """The rows after a place or before it, sorted by target and object."""
    backwards = before is not None
    place = before or after
    if place is not None:
        rows = rows.filter(_beyond(place, backwards=backwards))
    order = ("-target_id", "-object") if backwards else ("target_id", "object")
    found = list(rows.select_related("target").order_by(*order)[: SIZE + 1])
    more, found = len(found) > SIZE, found[:SIZE]
    if backwards:
        found.reverse()
        return Slice(found, more, more=bool(found))
    return Slice(found, after is not None and bool(found), more)


def _beyond(place: Place, *, backwards: bool) -> Q:
    word = "lt" if backwards else "gt"
    here = Q(target_id=place.target, **{f"object__{word}": place.object})
    return here | Q(**{f"target_id__{word}": place.target})


def by_code(portal: Portal) -> list[tuple[str, Target, int]]:
    """How many objects are parked for which reason at which target, the most first."""
    rows = Work.objects.filter(target__portal=portal, state=Work.State.PARKED)
    counted = rows.order_by().values_list("target", "code").annotate(number=Count("object"))
    targets = Target.objects.filter(portal=portal).in_bulk()
    found = [(code, targets[target], number) for target, code, number in counted]
    return sorted(found, key=lambda one: (-one[2], one[0], one[1].name))


def problems(portal: Portal) -> QuerySet[Problem]:
    """Objects of the portal's sources that could not be taken in."""
    return Problem.objects.filter(source__portal=portal).select_related("source")
