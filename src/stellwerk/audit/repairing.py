"""Repairs what was ticked, after looking at it once more.

Nothing is written to a target here. What was applied learns what is really there, or is in doubt,
and the ordinary engine sends the difference: plans show it, gates hold it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from stellwerk.audit import adopting, learning
from stellwerk.audit.actions import forget, note_repair, record
from stellwerk.audit.auditing import look_at_context
from stellwerk.audit.looking import look
from stellwerk.audit.models import Finding
from stellwerk.audit.place import Place, place_at
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.queries import MASTER, NoMaster, client, credentials

Kind = Finding.Kind
ORDER = [Kind.RELINKED, Kind.MISSING, Kind.FOREIGN, Kind.DIFFERENT, Kind.RIGHTS, Kind.MEMBERS]
"""Ids first: everything else is found by them."""
_AT_ONCE = 50


@dataclass(slots=True)
class Repaired:
    """How many findings were repaired, how many had settled by themselves, and how many were left
    alone: their object is moving, or nobody of ours is behind what was found.
    """

    done: int = 0
    over: int = 0
    left_alone: int = 0

    def as_dict(self) -> dict[str, int]:
        """For the job's result and for scripts."""
        return {"repaired": self.done, "over": self.over, "left_alone": self.left_alone}


def repair(
    portal: Portal,
    chosen: Sequence[int],
    run: int,
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> Repaired:
    """Repair findings (by primary key). Raises an OxError; what was done by then is done."""
    result, done = Repaired(), 0
    rows = Finding.objects.filter(pk__in=list(chosen), target__portal=portal)
    targets = Target.objects.filter(pk__in=rows.order_by().values("target"))
    for target in targets.order_by("name"):
        logins = credentials(target)
        if MASTER not in logins:
            raise NoMaster
        with client(target) as ox:
            for scope in sorted(set(rows.filter(target=target).values_list("scope", flat=True))):
                for some in _in_order(rows.filter(target=target, scope=scope)):
                    place = place_at(target, ox, scope, logins)
                    place.recall()
                    _some(portal, place, ox, some, run, actor, result)
                    done += len(some)
                    if progress is not None:
                        progress(done)
    return result


def _in_order(rows: QuerySet[Finding]) -> Iterator[list[Finding]]:
    for kind in ORDER:
        keys = list(rows.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _AT_ONCE):
            yield list(Finding.objects.filter(pk__in=keys[start : start + _AT_ONCE]))


def _some(
    portal: Portal,
    place: Place,
    ox: OxClient,
    some: Sequence[Finding],
    run: int,
    actor: str,
    result: Repaired,
) -> None:
    """Findings of one kind in one context."""
    if not some:
        return
    if some[0].kind == Kind.FOREIGN:
        adopted = adopting.adopt(portal, place, some, actor=actor)
        result.done += adopted
        result.left_alone += len(some) - adopted
        return
    contexts = [one for one in some if one.object.startswith("context:")]
    keys = {one.object for one in some} - {one.object for one in contexts}
    looked = look(place, keys, rights=some[0].kind == Kind.RIGHTS)
    fresh = {(one.kind, one.object): one for one in looked.findings}
    if contexts:
        logins = credentials(Target.objects.get(pk=place.world.target))
        fresh |= {(one.kind, one.object): one for one in look_at_context(place, logins[MASTER])}
    for one in some:
        now = fresh.get((one.kind, one.object))
        if one.object in looked.moving:
            result.left_alone += 1
        elif now is None:
            forget([one])
            result.over += 1
        else:
            _one(portal, place, one, now, actor, result)
    if some[0].kind == Kind.RELINKED:
        # An account that was found again may be an old one: what differs can be told only now.
        record(look(place, keys).findings, run)


def _one(
    portal: Portal, place: Place, one: Finding, now: Finding, actor: str, result: Repaired
) -> None:
    with transaction.atomic():
        if not learning.learn(place.world.target, now):
            result.left_alone += 1
            return
        note_repair(portal, [one], actor=actor)
    result.done += 1
