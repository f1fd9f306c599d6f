"""What a plan permits, and what of a kept one still stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from stellwerk.portals.models import Portal
from stellwerk.sync import plan
from stellwerk.sync.changes import ADOPT, FIELDS, MEMBERS, REMOVALS
from stellwerk.sync.free import Approval, Permit
from stellwerk.sync.models import Applied, Held, History
from stellwerk.sync.plan import Drawn
from stellwerk.targets.models import Target

_PEOPLE = {FIELDS, MEMBERS, REMOVALS}
_FEW = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a kept plan stands now: `moved` are changes that do not, `done` counts those that
    somebody has carried out since it was drawn.
    """

    permit: Permit
    moved: list[dict[str, Any]] = field(default_factory=list)
    done: int = 0


def standing(portal: Portal, drawn: Drawn) -> Standing:
    """What of a kept plan still stands now.

    What it shows as held is carried out only if that was approved since, by somebody or a gate.
    """
    now: set[str] = set()
    for target in Target.objects.filter(portal=portal):
        plan.settle_marks(target)
        now |= {change.digest for change in plan.changes_of(target)}
    seen: dict[tuple[str, str, str], Approval] = {}
    other = []
    freed = _freed(portal)
    for change in drawn.changes():
        if change["digest"] in now:
            if not change["held"] or _part(change) in freed:
                seen[_part(change)] = _approval(change)
        else:
            other.append(change)
    done = _done_since(portal, drawn, other)
    moved = [_named(one) for one in other if (one["target"], one["object"]) not in done]
    return Standing(_permit(portal, seen), moved, len(other) - len(moved))


def permit_of(drawn: Drawn) -> Permit:
    """Everything a plan shows that is not held, for one that was drawn just now."""
    seen = {_part(one): _approval(one) for one in drawn.changes() if not one["held"]}
    return _permit(drawn.row.portal, seen)


def _freed(portal: Portal) -> set[tuple[str, str, str]]:
    rows = Held.objects.filter(target__portal=portal, approved=True)
    return set(rows.values_list("target__name", "object", "part"))


def _permit(portal: Portal, seen: dict[tuple[str, str, str], Approval]) -> Permit:
    return Permit(seen, everything=False, doubtful=_doubtful(portal))


def _part(change: dict[str, Any]) -> tuple[str, str, str]:
    return change["target"], change["object"], change["part"]


def _named(change: dict[str, Any]) -> dict[str, Any]:
    return {name: change[name] for name in ("target", "object", "name", "action")}


def _doubtful(portal: Portal) -> frozenset[tuple[str, str]]:
    """Objects of which it is not known whether the last call took effect: (target, object) each."""
    rows = Applied.objects.filter(target__portal=portal).exclude(stamp="")
    return frozenset(rows.values_list("target__name", "object"))


def _approval(change: dict[str, Any]) -> Approval:
    people = change["people"] if change["part"] in _PEOPLE else ()
    return Approval(change["goal"], frozenset(people))


def _done_since(
    portal: Portal, drawn: Drawn, changes: list[dict[str, Any]]
) -> set[tuple[str, str]]:
    """Objects that were sent, or adopted, since the plan was drawn: (target, object) each."""
    found: set[tuple[str, str]] = set()
    targets = {row.name: row.pk for row in Target.objects.filter(portal=portal)}
    for name, pk in targets.items():
        mine = [one for one in changes if one["target"] == name and not one["held"]]
        for keys in _batches(sorted({one["object"] for one in mine})):
            rows = History.objects.filter(target=pk, object__in=keys, at__gt=drawn.row.created)
            sent = rows.filter(result="ok").values_list("object", flat=True)
            found |= {(name, key) for key in sent}
        adopted = sorted({one["object"] for one in mine if one["action"] == ADOPT})
        for keys in _batches(adopted):
            there = Applied.objects.filter(target=pk, object__in=keys).exclude(remote_id="")
            found |= {(name, key) for key in there.values_list("object", flat=True)}
    return found


def _batches(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _FEW] for start in range(0, len(keys), _FEW))
