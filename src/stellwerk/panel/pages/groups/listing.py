"""The list of groups: filtered, and what stands beside each name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from stellwerk.panel.lists.narrowing import Narrowed, narrow
from stellwerk.people import queries
from stellwerk.people.models import Group, Membership
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Record
from stellwerk.sync.marks import number_of
from stellwerk.sync.models import Applied, Held, Work


@dataclass(frozen=True, slots=True)
class Line:
    """One group of the list: direct members, where it is applied, and what waits."""

    group: Group
    members: int
    places: Sequence[tuple[str, str]]
    waits: Sequence[str]


def found(portal: Portal, wanted: dict[str, Any]) -> Narrowed[Group]:
    """The groups a filter leaves; ``wanted`` is what `GroupFilter` cleaned."""
    rows: QuerySet[Group] = queries.search_groups(portal, wanted.get("q") or "")
    if wanted.get("state"):
        rows = rows.filter(left_at__isnull=wanted["state"] == "here")
    if wanted.get("waits"):
        rows = rows.filter(pk__in=_waiting(portal, wanted["waits"]))
    if wanted.get("source"):
        records = Record.objects.filter(group=OuterRef("pk"), absent_since=None)
        rows = rows.filter(Exists(records.filter(source__public_id=wanted["source"])))
    return narrow(rows, Group.objects.filter(portal=portal))


def _waiting(portal: Portal, which: str) -> set[int]:
    if which == "parked":
        work = Work.objects.filter(target__portal=portal, rank=2, state=Work.State.PARKED)
        return set(work.values_list("number", flat=True)[:20_000])
    held = Held.objects.filter(
        target__portal=portal, approved=False, dropped=False, object__startswith="group:"
    )
    return {number_of(key) for key in held.values_list("object", flat=True)[:20_000]}


def lines(portal: Portal, groups: Sequence[Group]) -> list[Line]:
    """What stands beside these groups; three questions for all of them."""
    members = dict(
        Membership.objects.filter(group__in=groups, person__isnull=False)
        .values_list("group_id")
        .annotate(Count("pk"))
    )
    places: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    applied = Applied.objects.filter(group__in=groups).exclude(remote_id="")
    keys = [f"group:{group.pk}" for group in groups]
    for pk, name, scope, key in applied.order_by("target__name", "scope").values_list(
        "group_id", "target__name", "scope", "object"
    ):
        places[pk].append((name, scope))
        keys.append(key)
    waits: dict[int, set[str]] = defaultdict(set)
    work = Work.objects.filter(target__portal=portal, object__in=keys)
    for number, state, lane in work.values_list("number", "state", "lane"):
        if state == Work.State.PARKED:
            waits[number].add("parked")
        elif not lane.startswith("~"):
            waits[number].add("due")
        elif lane in _LANES:
            waits[number].add(_LANES[lane])
    return [
        Line(group, members.get(group.pk, 0), places[group.pk], sorted(waits[group.pk]))
        for group in groups
    ]


_LANES = {"~held": "held", "~asked": "asked", "~scheduled": "scheduled"}
