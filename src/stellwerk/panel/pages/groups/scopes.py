"""A group at its targets, context by context: how many members are wanted, how many applied."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.panel.objects.failures import Explained, explain
from stellwerk.panel.objects.held import Waiting, waiting
from stellwerk.people.models import Group, Membership
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Record
from stellwerk.sync.assignments import Rule, Subject, decide
from stellwerk.sync.lanes import HELD, SCHEDULED
from stellwerk.sync.models import Applied, AppliedMember, Assignment, Held, Work
from stellwerk.sync.world import rule_of
from stellwerk.targets.models import Target

SHOWN = 100
"""So many contexts of a group are shown."""


@dataclass(slots=True)
class Scope:
    """A group in one context of a target."""

    target: Target
    scope: str
    key: str
    applied: Applied | None = None
    wanted: int = 0
    there: int = 0
    cause: str | Promise = ""
    work: Work | None = None
    trouble: Explained | None = None
    held: Sequence[Waiting] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the target calls it."""
        return str(self.applied.fields.get("name", "")) if self.applied else ""

    @property
    def standing(self) -> tuple[str, str | Promise]:
        """Tone and word."""
        work = self.work
        if work is not None and work.state == Work.State.PARKED:
            return "bad", _("Parked")
        if work is not None and work.lane == HELD:
            return "warn", _("Waits for approval")
        if work is not None and work.lane == SCHEDULED:
            return "off", _("Deletion is scheduled")
        if work is not None and not work.lane.startswith("~"):
            return "busy", _("Due to be sent")
        if self.applied is None:
            return "off", _("Not there")
        return ("good", _("In step")) if self.wanted == self.there else ("warn", _("Differs"))


def scopes(
    portal: Portal, group: Group, nested: Collection[int], records: Sequence[Record]
) -> list[Scope]:
    """Every context a group has members in or is applied in, up to SHOWN of them."""
    targets = {row.pk: row for row in Target.objects.filter(portal=portal)}
    found: dict[tuple[int, str], Scope] = {}

    def at(target: int, scope: str) -> Scope:
        key = f"group:{group.pk}@{scope}"
        return found.setdefault((target, scope), Scope(targets[target], scope, key))

    inside = Membership.objects.filter(group__in=nested, person__isnull=False)
    accounts = Applied.objects.filter(
        target__in=list(targets), person__in=inside.values("person"), disabled=False
    ).exclude(remote_id="")
    counted = accounts.order_by().values_list("target_id", "scope").annotate(Count("pk"))
    causes = _causes(list(targets), group, records)
    for target, scope, number in counted:
        at(target, scope).wanted = 0 if causes.get(target) else number
    for row in Applied.objects.filter(group=group, target__in=list(targets)):
        at(row.target_id, row.scope).applied = row
    shown = sorted(found.values(), key=lambda one: (one.target.name, len(one.scope), one.scope))
    shown = [one for one in shown if one.applied or not causes.get(one.target.pk)][:SHOWN]
    for one in shown:
        one.cause = causes.get(one.target.pk, "")
    _fill(shown)
    return shown


def _causes(
    targets: Collection[int], group: Group, records: Sequence[Record]
) -> dict[int, str | Promise]:
    """Why a group is not wanted at a target at all; nothing where it is."""
    attributes: dict[str, Any] = {}
    for record in records:
        attributes = {**record.attributes, **attributes}
    subject = Subject(
        "group",
        attributes,
        tuple(record.dn_key for record in records),
        frozenset({group.name_key}),
        frozenset(record.source.name for record in records),
    )
    rules: dict[int, list[Rule]] = {}
    for row in Assignment.objects.filter(target__in=targets).order_by("position"):
        rules.setdefault(row.target_id, []).append(rule_of(row))
    causes: dict[int, str | Promise] = {}
    for target in targets:
        if group.left_at is not None:
            causes[target] = _GONE
        elif decide(rules.get(target, []), subject) is None:
            causes[target] = _NO_RULE
    return causes


_GONE = gettext_lazy("not wanted: the group is gone from the directory")
_NO_RULE = gettext_lazy("not wanted: no rule of this target matches")


def _fill(shown: Sequence[Scope]) -> None:
    """Add members sent, work and what is held; four questions for all of them."""
    by_applied = {one.applied.pk: one for one in shown if one.applied is not None}
    sent = AppliedMember.objects.filter(applied__in=list(by_applied)).values_list("applied_id")
    for pk, number in sent.annotate(Count("pk")):
        by_applied[pk].there = number
    by_key = {(one.target.pk, one.key): one for one in shown}
    keys = [one.key for one in shown]
    for work in Work.objects.filter(object__in=keys):
        one = by_key.get((work.target_id, work.object))
        if one is not None:
            one.work = work
            if work.state == Work.State.PARKED:
                one.trouble = explain(work.code, work.error, work.hint)
    rows = Held.objects.filter(object__in=keys, approved=False, dropped=False)
    for waits in waiting(list(rows)):
        one = by_key.get((waits.row.target_id, waits.row.object))
        if one is not None:
            one.held = [*one.held, waits]
