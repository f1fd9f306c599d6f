"""The gates of a target: what waits before each of them, and which of them are closed.

Two for every kind and context: the target's own, over everything that is applied there, and one for
each source, over what came from it. Both look back over a sliding day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from stellwerk.core.gates import Limits, reason
from stellwerk.jobs.releases import released
from stellwerk.sources.models import Record, Source
from stellwerk.sync.changes import REMOVALS
from stellwerk.sync.hold import Hold
from stellwerk.sync.marks import number_of
from stellwerk.sync.models import Applied, AppliedMember, Held
from stellwerk.sync.owning import owner_of
from stellwerk.sync.wanted import World


@dataclass(slots=True)
class Gate:
    """One gate and the rows that want to pass. `source` is 0 for the target's own."""

    key: str
    target: int
    source: int
    limits: Limits
    waiting: list[Held] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it is called where people read of it: kind and part, context, and the source."""
        one = self.waiting[0]
        said = f"{_kind(one)} {one.part} in context {_scope(self.target, one.object)}"
        if not self.source:
            return said
        return f"{said} from {Source.objects.get(pk=self.source).name}"

    @property
    def closed(self) -> bool:
        """Whether nothing of what waits may pass by itself."""
        return self.limits.closed(weight(self.waiting), released(self.key), self._there)

    @property
    def reason(self) -> str:
        """Why it is closed."""
        return reason(weight(self.waiting), released(self.key), self._there())

    def _there(self) -> int:
        """What there is to lose: accounts or groups, or memberships where members are removed."""
        one = self.waiting[0]
        scope, kind = _scope(self.target, one.object), _kind(one)
        owner = owner_of(kind)
        if one.part == REMOVALS:
            members = AppliedMember.objects.filter(
                applied__target=self.target, applied__scope=scope
            )
            members = members.filter(applied__object__startswith=f"{kind}:")
            if self.source:
                members = members.filter(**{f"applied__{owner}__records__source": self.source})
            return members.distinct().count()
        there: QuerySet[Applied] = Applied.objects.filter(
            target=self.target, scope=scope, object__startswith=f"{kind}:"
        ).exclude(remote_id="")
        if self.source:
            there = there.filter(**{f"{owner}__records__source": self.source})
        return there.distinct().count()


def weight(rows: Iterable[Held]) -> int:
    """How much rows count: member removals per member, everything else per object."""
    return sum(len(row.people) if row.part == REMOVALS else 1 for row in rows)


def gates_of(world: World) -> tuple[list[Held], dict[int, list[Gate]]]:
    """What waits at a target, and the gates that each row (by its key) has to pass.

    Deleting a context always needs a person, and so does whatever is held for another reason.
    """
    rows = list(
        Held.objects.filter(
            target=world.target, approved=False, dropped=False, gate=Hold.DESTRUCTIVE
        ).exclude(object__startswith="context:")
    )
    scopes = _scopes(world.target, [row.object for row in rows])
    sources = sources_of(rows)
    limits = {row.pk: Limits.of(row.settings) for row in Source.objects.all()}
    gates: dict[str, Gate] = {}
    before: dict[int, list[Gate]] = {}
    for row in rows:
        what = f"{_kind(row)}-{row.part}@{scopes.get(row.object, '')}"
        mine = [(f"target:{world.target}/{what}", 0, world.limits)]
        mine += [
            (f"source:{pk}/target:{world.target}/{what}", pk, limits[pk])
            for pk in sorted(sources.get(row.object, ()))
        ]
        before[row.pk] = [
            gates.setdefault(key, Gate(key, world.target, source, some))
            for key, source, some in mine
        ]
        for gate in before[row.pk]:
            gate.waiting.append(row)
    return rows, before


def sources_of(rows: Iterable[Held]) -> dict[str, set[int]]:
    """Object key -> the sources it came from; none for what is known to no source any more."""
    by_kind: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        by_kind[_kind(row)][number_of(row.object)].add(row.object)
    found: dict[str, set[int]] = defaultdict(set)
    for kind, objects in by_kind.items():
        numbers = sorted(objects)
        for start in range(0, len(numbers), _CHUNK):
            owner = owner_of(kind)
            records = Record.objects.filter(**{f"{owner}__in": numbers[start : start + _CHUNK]})
            for number, source in records.values_list(f"{owner}_id", "source_id"):
                for key in objects[number]:
                    found[key].add(source)
    return found


_CHUNK = 500


def _kind(row: Held) -> str:
    return row.object.partition(":")[0]


def _scope(target: int, key: str) -> str:
    return _scopes(target, [key]).get(key, "")


def _scopes(target: int, keys: Collection[str]) -> dict[str, str]:
    ordered = sorted(keys)
    found: dict[str, str] = {}
    for start in range(0, len(ordered), _CHUNK):
        accounts = Applied.objects.filter(target=target, object__in=ordered[start : start + _CHUNK])
        found.update(accounts.values_list("object", "scope"))
    return found
