"""How somebody stands at each target, from what is stored alone: no rule is asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stellwerk.panel.objects.failures import Explained, explain
from stellwerk.panel.objects.held import Waiting, waiting
from stellwerk.portals.models import Portal
from stellwerk.sync.lanes import ASKED, HELD, SCHEDULED
from stellwerk.sync.models import Applied, Held, Work
from stellwerk.targets.models import Target


@dataclass(frozen=True, slots=True)
class Place:
    """One target: the account there, what is due, why not, and what waits for approval."""

    target: Target
    account: Applied | None
    tone: str
    said: str | Promise
    trouble: Explained | None
    held: Sequence[Waiting]
    due: Work | None = None
    deleted_at: datetime | None = None


def places(portal: Portal, key: str) -> list[Place]:
    """One per target of the portal; four questions for all of them."""
    targets = list(Target.objects.filter(portal=portal).order_by("name"))
    accounts = {
        row.target_id: row for row in Applied.objects.filter(object=key, target__in=targets)
    }
    work = {row.target_id: row for row in Work.objects.filter(object=key, target__in=targets)}
    held: dict[int, list[Held]] = {}
    for row in Held.objects.filter(object=key, target__in=targets, approved=False, dropped=False):
        held.setdefault(row.target_id, []).append(row)
    return [
        _place(target, accounts.get(target.pk), work.get(target.pk), held.get(target.pk, []))
        for target in targets
    ]


def _place(
    target: Target, account: Applied | None, work: Work | None, held: Sequence[Held]
) -> Place:
    there = account if account is not None and account.remote_id else None
    tone, said = _said(there, account, work)
    parked = work is not None and work.state == Work.State.PARKED
    trouble = explain(work.code, work.error, work.hint) if work is not None and parked else None
    deleted_at = None
    if there is not None and there.disabled_at and work is not None and work.lane == SCHEDULED:
        grace = timedelta(days=float(target.settings.get("grace_days", 30)))
        deleted_at = there.disabled_at + grace
    return Place(target, there, tone, said, trouble, waiting(held), work, deleted_at)


def _said(
    there: Applied | None, account: Applied | None, work: Work | None
) -> tuple[str, str | Promise]:
    if work is not None and work.state == Work.State.PARKED:
        return "bad", _("Parked")
    if work is not None and work.lane == ASKED:
        return "warn", _("Waits for a decision")
    if work is not None and work.lane == HELD:
        return "warn", _("Waits for approval")
    if account is not None and account.stamp:
        return "wait", _("In doubt: OX is being asked")
    if work is not None and not work.lane.startswith("~"):
        return "busy", _("Due to be sent")
    if there is not None and there.disabled:
        return "off", _("Disabled")
    if there is not None:
        return "good", _("In step")
    return "off", _("No account")
