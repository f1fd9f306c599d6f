"""A resource or functional account at its targets: what is there, due, parked or held."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stellwerk.panel.objects.failures import Explained, explain
from stellwerk.panel.objects.held import Waiting, waiting
from stellwerk.people.models import Entry
from stellwerk.sync.lanes import HELD, SCHEDULED
from stellwerk.sync.models import Applied, AppliedMember, Held, Work
from stellwerk.targets.models import Target


@dataclass(slots=True)
class Place:
    """It in one context of a target. `members` are those who have an account there."""

    target: Target
    key: str
    scope: str = ""
    applied: Applied | None = None
    members: int = 0
    work: Work | None = None
    trouble: Explained | None = None
    held: Sequence[Waiting] = field(default_factory=list)

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
        if work is not None:
            return "busy", _("Due to be sent")
        if self.applied is None or not self.applied.remote_id:
            return "off", _("Not there")
        return "good", _("In step")


def places(row: Entry) -> list[Place]:
    """Everywhere it is, or is due or parked, by target and context."""
    key = f"{row.kind}:{row.pk}"
    mine = Q(object=key) | Q(object__startswith=f"{key}@")
    targets = {one.pk: one for one in Target.objects.filter(portal=row.portal_id)}
    found: dict[tuple[int, str], Place] = {}

    def at(target: int, name: str) -> Place:
        return found.setdefault((target, name), Place(targets[target], name))

    for applied in Applied.objects.filter(mine, target__in=list(targets)):
        place = at(applied.target_id, applied.object)
        place.applied, place.scope = applied, applied.scope
    for work in Work.objects.filter(mine, target__in=list(targets)):
        place = at(work.target_id, work.object)
        place.work, place.scope = work, place.scope or work.scope
        if work.state == Work.State.PARKED:
            place.trouble = explain(work.code, work.error, work.hint)
    held = Held.objects.filter(mine, target__in=list(targets), approved=False, dropped=False)
    for waits in waiting(list(held)):
        place = at(waits.row.target_id, waits.row.object)
        place.held = [*place.held, waits]
    by_applied = {one.applied.pk: one for one in found.values() if one.applied is not None}
    sent = AppliedMember.objects.filter(applied__in=list(by_applied)).values_list("applied_id")
    for pk, number in sent.annotate(Count("pk")):
        by_applied[pk].members = number
    return sorted(found.values(), key=lambda one: (one.target.name, len(one.scope), one.scope))
