"""What pages show of the past and beside the town: plans, runs, and things without accounts."""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain, islice
from uuid import uuid4

from benchmarks.panel import SPARE
from benchmarks.panel.rows import insert
from stellwerk.config.taking_back import Earlier
from stellwerk.core import clock
from stellwerk.jobs.actions import KEEP
from stellwerk.jobs.models import Job
from stellwerk.people.models import Entry, EntryMember, Group, Person
from stellwerk.portals.models import Portal
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync.changes import LEAVE, REMOVALS, Change, count, digest_of
from stellwerk.sync.models import Held, Plan, PlanChunk
from stellwerk.sync.tasks import key_of
from stellwerk.targets.models import Target
from stellwerk.tiles.actions import save_tile
from stellwerk.tiles.fields import TileFields

_CHUNK = 500
_OLDER = 30
"""So many small plans beside the large one."""


def add_tiles(portal: Portal) -> None:
    """Two dozen services on the start page, every second for a group alone."""
    groups = Group.objects.filter(portal=portal).order_by("pk")[:12]
    names = [name for group in groups for name in ("", group.name)]
    for number, group in enumerate(names):
        address = f"https://service{number}.example.org/"
        save_tile(portal, TileFields(f"Service {number}", address, group=group), actor="test")


def add_plan(target: Target, held: Sequence[Change]) -> None:
    """Keep a plan that changes everybody, and older ones; the held changes are in the large one."""
    people = Person.objects.filter(portal=target.portal).order_by("pk")
    updates = (
        Change(
            target.name,
            f"person:{pk}",
            login,
            1,
            "fields",
            "update",
            fields={"room_number": ("C 1.27", "4711"), "department": ("Amt", "Standesamt")},
        )
        for pk, login in people.values_list("pk", "login").iterator(chunk_size=2000)
    )
    _keep(target.portal, chain(updates, held), timedelta())
    for number in range(_OLDER):
        _keep(target.portal, iter(held[:number]), timedelta(hours=number + 1))


def _keep(portal: Portal, changes: Iterator[Change], age: timedelta) -> None:
    row = Plan.objects.create(portal=portal, hash="", created=clock.now() - age)
    counts = count([])
    for number in range(1_000_000):
        chunk = [one.as_dict() for one in islice(changes, _CHUNK)]
        if not chunk:
            break
        counts = {name: counts[name] + more for name, more in count(chunk).items()}
        text = json.dumps(chunk, ensure_ascii=False, separators=(",", ":"))
        data = zlib.compress(text.encode(), 3)
        PlanChunk.objects.create(plan=row, number=number, data=data)
    row.hash, row.counts = digest_of(row.pk), counts
    row.save()


def add_runs(portal: Portal, source: Source) -> None:
    """Keep as many runs as are kept, of each kind; each plan was drawn for a change of settings."""
    now = clock.now()
    order = Earlier.of(portal).saved(portal, source.name).order()
    read = {"read": {"person": 100, "group": 5}, "new": 0, "changed": 3, "gone": 0}
    results: dict[str, dict[str, object]] = {
        "read": {**read, "complete": True, "reason": "", "problems": 0},
        "plan": {"hash": "", "update": 12},
        "sync": {"applied": 12, "parked": 1},
    }
    insert(
        Job,
        (
            {
                "kind": kind,
                "key": readers.key(source) if kind == "read" else key_of(portal),
                "order": order if kind == "plan" else {},
                "state": Job.State.DONE.value,
                "started": now - timedelta(hours=number + 1),
                "finished": now - timedelta(hours=number),
                "heartbeat": now - timedelta(hours=number),
                "done": 100,
                "result": result,
            }
            for number in reversed(range(KEEP))
            for kind, result in results.items()
        ),
    )


def add_spare(portal: Portal) -> None:
    """A source, a target, a profile, a resource and a functional account of the panel that can be
    changed and removed; of the last two something is held at the target that has the accounts.
    """
    first = Target.objects.filter(portal=portal).order_by("pk").first()
    assert first is not None
    settings = {"path": "other.ldif", "dialect": "ucs"}
    Source.objects.create(portal=portal, name=SPARE, kind="ldif", settings=settings, position=1)
    Target.objects.create(
        portal=portal,
        name=SPARE,
        settings={"url": "http://127.0.0.1:9", "lanes": 8, "mail_domain": "lindenau.example"},
    )
    Entry.objects.create(
        portal=portal,
        kind="access_profile",
        name=SPARE,
        attributes={"name": [SPARE], "webmail": ["TRUE"]},
        owner="local",
    )
    for kind, part in (("resource", LEAVE), ("functional_account", REMOVALS)):
        row = Entry.objects.create(
            portal=portal,
            kind=kind,
            name=SPARE,
            attributes={"name": [SPARE], "oxContext": ["10"]},
            owner="local",
        )
        people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:500])
        EntryMember.objects.bulk_create(
            EntryMember(entry=row, ref=f"local:{portal.pk}:person:{pk}", person_id=pk)
            for pk in people
        )
        Held.objects.create(
            target=first,
            object=f"{kind}:{row.pk}",
            part=part,
            digest=uuid4().hex,
            goal="",
            people=people if part == REMOVALS else [],
            gate="destructive",
            since=clock.now(),
        )
