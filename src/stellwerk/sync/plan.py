"""Plans: everything that would happen, computed from what is marked, kept under a hash."""

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.errors import NotFound
from stellwerk.core.said import kept, restored, say
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Decision, Problem
from stellwerk.sync import gatekeeper
from stellwerk.sync import held as held_rows
from stellwerk.sync import rows as work_rows
from stellwerk.sync.changes import Change, count
from stellwerk.sync.fanout import fan_out_step
from stellwerk.sync.free import split
from stellwerk.sync.judging import judge
from stellwerk.sync.models import Fanout, Plan, PlanChunk, Work
from stellwerk.sync.routing import route, unrouted
from stellwerk.sync.survey import survey
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from stellwerk.targets.queries import client

_CHUNK = 500
_NOTHING = hashlib.blake2b(digest_size=16).hexdigest()
"""The hash of the plan without changes, which is never stored: an unchanged run writes nothing."""


@dataclass(slots=True)
class Drawn:
    """A plan in hand: its hash and counts; the changes are streamed from the store."""

    row: Plan
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The plan's name."""
        return self.row.hash

    def changes(self) -> Iterator[dict[str, Any]]:
        """The changes, sorted by target, rank and key."""
        if self.row.pk is None:
            return
        for chunk in self.row.chunks.order_by("number").iterator(chunk_size=4):
            yield from map(read, json.loads(zlib.decompress(bytes(chunk.data))))


def settle_marks(target: Target, progress: Callable[[str], None] | None = None) -> None:
    """Fan out and route everything that is marked or scheduled for now, and read contexts nobody
    looked into yet.
    """
    work_rows.wake_scheduled(target.pk)
    with client(target) as ox:
        survey(target, load_world(target), ox)
    while True:
        world = load_world(target)
        while Fanout.objects.filter(target=target).exists():
            fan_out_step(world)
        routed = 0
        while rows := route(world):
            routed += rows
            if progress is not None:
                progress(f"{target.name}: {routed}")
        if not Fanout.objects.filter(target=target).exists() and not unrouted(target.pk):
            return


def changes_of(target: Target, only: Collection[str] = ()) -> Iterator[Change]:
    """What would happen at a target, object by object, held parts included; or of some objects."""
    world = load_world(target)
    rows = Work.objects.filter(target=target, state=Work.State.READY).exclude(lane="")
    if only:
        rows = rows.filter(object__in=list(only))
    passing = gatekeeper.passing(world)
    for rank in (0, 1, 2):
        after = ""
        while True:
            keys = list(
                rows.filter(rank=rank, object__gt=after)
                .order_by("object")
                .values_list("object", flat=True)[:_CHUNK]
            )
            if not keys:
                break
            after = keys[-1]
            approved = {**passing, **held_rows.approvals(target.pk, keys)}
            dropped = held_rows.dropped(target.pk, keys)
            for one in judge(world, keys):
                free, held = split(one.changes, approved)
                yield from free
                yield from (c for c in held if dropped.get((c.object, c.part)) != c.goal)


def draw(portal: Portal, progress: Callable[[str], None] | None = None) -> Drawn:
    """Compute the plan of a portal and keep it. Raises an OxError if a target cannot be read."""
    targets = list(Target.objects.filter(portal=portal).order_by("name"))
    for target in targets:
        settle_marks(target, progress)
    digest = hashlib.blake2b(digest_size=16)
    counts = count([])
    # Chunk by chunk, so that a worker beside us is never kept from writing for long.
    row = Plan(portal=portal, hash="", created=clock.now())
    chunk: list[dict[str, Any]] = []
    total = 0
    number = 0
    for target in targets:
        for change in changes_of(target):
            entry = change.as_dict()
            digest.update(entry["digest"].encode() + bytes([entry["held"]]))
            for name, value in count([entry]).items():
                counts[name] += value
            chunk.append(entry)
            total += 1
            if progress is not None and total % 50 == 0:
                progress(f"{target.name}: {total} changes")
            if len(chunk) == _CHUNK:
                store(row, number, chunk)
                chunk, number = [], number + 1
    if chunk:
        store(row, number, chunk)
    row.hash, row.counts = digest.hexdigest(), counts
    if row.pk is None:
        return Drawn(row, counts)
    with transaction.atomic():
        row.save(update_fields=["hash", "counts"])
        # The same plan drawn twice is one plan; other ones stay to be looked at.
        same = Plan.objects.filter(portal=portal, hash__in=[row.hash, ""])
        same.exclude(pk=row.pk).filter(created__lte=row.created).delete()
    return Drawn(row, counts)


def store(row: Plan, number: int, chunk: list[dict[str, Any]]) -> None:
    """Keep one chunk of a plan's changes; what is said of them keeps what it was made of."""
    if row.pk is None:
        row.save()
    stored = [_words(change, kept) for change in chunk]
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    PlanChunk.objects.create(plan=row, number=number, data=zlib.compress(text.encode(), 3))


def read(change: dict[str, Any]) -> dict[str, Any]:
    """A change as it was before it was stored: its cause and notes are sentences again."""
    return _words(change, restored)


def _words(change: dict[str, Any], each: Callable[[str], str]) -> dict[str, Any]:
    notes = [each(note) for note in change["notes"]]
    return {**change, "cause": each(change["cause"]), "notes": notes}


def find(portal: Portal, name: str) -> Drawn:
    """A kept plan by its hash or the beginning of it. Raises NotFound."""
    rows = Plan.objects.filter(portal=portal, hash__startswith=name.lower()).order_by("-created")
    row = rows.first() if name else None
    if row is None and name and _NOTHING.startswith(name.lower()):
        return Drawn(Plan(portal=portal, hash=_NOTHING, created=clock.now()), count([]))
    if row is None:
        raise NotFound(
            say("There is no plan '%(name)s'.", name=name), hint=say("Run: stellwerk plan")
        )
    return Drawn(row, row.counts)


def questions(portal: Portal) -> list[dict[str, Any]]:
    """The open decisions, by name, with a proposal."""
    rows = Decision.objects.filter(portal=portal, refused=False).select_related("record", "person")
    return [
        {
            "id": row.pk,
            "kind": row.kind,
            "value": row.value,
            "question": row.get_kind_display(),
            "record": row.record.dn,
            "person": row.person.login,
            "proposal": (
                "the same person: keep the account"
                if row.kind == Decision.Kind.RECREATED
                else "correct one of the two in the directory"
            ),
        }
        for row in rows.order_by("pk")
    ]


def parked(portal: Portal) -> list[dict[str, Any]]:
    """Everything that failed for good, with its error and the next step."""
    rows = Work.objects.filter(target__portal=portal, state=Work.State.PARKED)
    labels = _labels(rows)
    found = [
        {
            "target": row.target.name,
            "object": row.object,
            "name": labels.get(row.object, row.object),
            "code": row.code,
            "error": row.error,
            "hint": row.hint,
        }
        for row in rows.select_related("target").order_by("target", "rank", "number")
    ]
    unread = Problem.objects.filter(source__portal=portal).select_related("source")
    return found + [
        {
            "target": "",
            "object": f"source:{row.source.name}",
            "name": row.dn,
            "code": row.code,
            "error": row.text,
            "hint": row.hint,
        }
        for row in unread.order_by("pk")
    ]


def _labels(rows: Any) -> dict[str, str]:
    """What people call the objects of these rows: a group's name in every context it is in."""
    from stellwerk.people.models import Entry, Group, Person

    numbers: dict[str, set[int]] = {}
    for row in rows:
        numbers.setdefault(row.object.partition(":")[0], set()).add(row.number)
    called: dict[str, dict[int, str]] = {
        kind: dict(model.objects.filter(pk__in=numbers.get(kind, ())).values_list("pk", name))
        for kind, model, name in (
            ("person", Person, "login"),
            ("group", Group, "name"),
            ("context", Entry, "name"),
            ("resource", Entry, "name"),
            ("functional_account", Entry, "name"),
        )
    }
    found = {
        row.object: called.get(row.object.partition(":")[0], {}).get(row.number) for row in rows
    }
    return {key: name for key, name in found.items() if name}
