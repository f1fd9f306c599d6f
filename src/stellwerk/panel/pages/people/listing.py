"""The list of people: filtered, counted, and what stands beside each name."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from stellwerk.core import fold
from stellwerk.panel.lists.narrowing import Narrowed, narrow
from stellwerk.panel.pages.people.signing_in import linked, signed_on
from stellwerk.people import queries
from stellwerk.people.models import Group, Membership, Person
from stellwerk.portals.models import Portal
from stellwerk.sources.models import SIGN_ON, Decision, Record
from stellwerk.sync.models import Applied, Held, Work
from stellwerk.targets.models import Target


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list: accounts as (target, disabled), what waits in a word each, and
    whether they sign in through an identity provider.
    """

    person: Person
    accounts: Sequence[tuple[str, bool]]
    waits: Sequence[str]
    signs_on: bool = False


def found(portal: Portal, wanted: dict[str, Any]) -> Narrowed[Person]:
    """The people a filter leaves; ``wanted`` is what `PeopleFilter` cleaned."""
    everybody = Person.objects.filter(portal=portal)
    rows = queries.search(portal, wanted.get("q") or "")
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    targets = _targets(portal)
    rows = _by_account(rows, targets, wanted.get("account") or "")
    rows = _by_waiting(rows, portal, targets, wanted.get("waits") or "")
    rows = _by_origin(rows, portal, wanted.get("origin") or "")
    rows = _by_source(rows, wanted.get("source") or "")
    if wanted.get("group"):
        key = fold.key(wanted["group"])[:255]
        groups = Group.objects.filter(portal=portal, name_key=key)
        members = Membership.objects.filter(group__in=groups, person__isnull=False)
        rows = rows.filter(pk__in=members.values("person"))
    return narrow(rows, everybody)


def _targets(portal: Portal) -> list[int]:
    return list(Target.objects.filter(portal=portal).values_list("pk", flat=True))


def _by_account(rows: QuerySet[Person], targets: Collection[int], which: str) -> QuerySet[Person]:
    here = Applied.objects.filter(target__in=targets)
    accounts = here.filter(person=OuterRef("pk")).exclude(remote_id="")
    if which == "with":
        return rows.filter(Exists(accounts))
    if which == "without":
        return rows.filter(~Exists(accounts))
    if which == "off":
        off = here.filter(disabled=True, person__isnull=False)
        return rows.filter(pk__in=off.values("person"))
    return rows


def _by_waiting(
    rows: QuerySet[Person], portal: Portal, targets: Collection[int], which: str
) -> QuerySet[Person]:
    work = Work.objects.filter(target__in=targets, rank=1)
    if which == "parked":
        return rows.filter(pk__in=work.filter(state=Work.State.PARKED).values("number"))
    if which == "due":
        due = work.filter(state=Work.State.READY).exclude(lane__startswith="~")
        return rows.filter(pk__in=due.values("number"))
    if which == "asked":
        open_ones = Decision.objects.filter(portal=portal, refused=False)
        return rows.filter(pk__in=open_ones.values("person"))
    if which == "held":
        keys = Held.objects.filter(
            target__in=targets, approved=False, dropped=False, object__startswith="person:"
        ).values_list("object", flat=True)
        return rows.filter(pk__in=[int(key.partition(":")[2]) for key in keys[:20_000]])
    return rows


def _by_source(rows: QuerySet[Person], source: str) -> QuerySet[Person]:
    records = Record.objects.filter(person=OuterRef("pk"), absent_since=None)
    if source == "local":
        return rows.filter(~Exists(records))
    if source:
        return rows.filter(Exists(records.filter(source__public_id=source)))
    return rows


def _by_origin(rows: QuerySet[Person], portal: Portal, origin: str) -> QuerySet[Person]:
    records = Record.objects.filter(person=OuterRef("pk"), absent_since=None)
    links = linked(portal).filter(person=OuterRef("pk"))
    if origin == "local":
        return rows.filter(~Exists(records.exclude(source__kind=SIGN_ON)), ~Exists(links))
    if origin == "directory":
        return rows.filter(Exists(records.exclude(source__kind=SIGN_ON)))
    if origin == "sso":
        return rows.filter(Exists(links))
    return rows


def counts(portal: Portal) -> dict[str, int]:
    """How many people there are in each state."""
    rows = Person.objects.filter(portal=portal).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def lines(portal: Portal, people: Sequence[Person]) -> list[Line]:
    """What stands beside these people; four questions for all of them."""
    targets = dict(Target.objects.filter(portal=portal).values_list("pk", "name"))
    keys = [f"person:{person.pk}" for person in people]
    accounts: dict[int | None, list[tuple[str, bool]]] = defaultdict(list)
    applied = Applied.objects.filter(target__in=targets, person__in=people).exclude(remote_id="")
    for pk, target, off in applied.values_list("person_id", "target_id", "disabled"):
        accounts[pk].append((targets[target], off))
    waits: dict[str, set[str]] = defaultdict(set)
    work = Work.objects.filter(target__in=targets, object__in=keys)
    for key, state, lane in work.values_list("object", "state", "lane"):
        if state == Work.State.PARKED:
            waits[key].add("parked")
        elif not lane.startswith("~"):
            waits[key].add("due")
        elif lane in _LANES:
            waits[key].add(_LANES[lane])
    on = signed_on(portal, people)
    return [
        Line(
            person,
            sorted(accounts[person.pk]),
            sorted(waits[f"person:{person.pk}"]),
            person.pk in on,
        )
        for person in people
    ]


_LANES = {"~held": "held", "~asked": "asked", "~scheduled": "scheduled"}
