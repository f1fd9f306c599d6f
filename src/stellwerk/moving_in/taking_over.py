"""Takes over what the connector knew: settings first, then who is who, 500 at a time.

An end half-way leaves nothing wrong behind: a second import goes on, one that is whole changes
nothing. Nothing is deleted, and nothing is sent.
"""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from stellwerk.config.halting import halt
from stellwerk.core import changes
from stellwerk.moving_in.linking import Link, link
from stellwerk.moving_in.objects import GROUP, PERSON
from stellwerk.moving_in.report import Report
from stellwerk.moving_in.settings import take_settings
from stellwerk.moving_in.state import OldState
from stellwerk.portals.actions import Note, note
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Applied, Imported
from stellwerk.targets.models import Target


def take_over(target: Target, state: OldState, *, actor: str, dry_run: bool = False) -> Report:
    """Take over all that was read, or say what that would come to.

    A target that is served already is halted first, if anything changes: what comes of it is to be
    seen in a plan.
    """
    report = Report(dry_run, [str(file) for file in state.files])
    others = Counter(one.module for one in state.objects)
    report.elsewhere = {kind: n for kind, n in others.items() if kind not in {PERSON, GROUP}}
    with transaction.atomic():
        take_settings(target, state, report, actor=actor)
        if not dry_run and report.changed:
            report.halted += halt([target], actor=actor)
        transaction.set_rollback(dry_run)
    for linked, unlinked in link(target.portal, target, state.objects):
        report.unlinked += unlinked
        with transaction.atomic():
            new = _new(target, linked, report)
            if new and not dry_run:
                report.halted += halt([target], actor=actor)
                _save(target, new)
    if report.linked.total() and not dry_run:
        after = {kind: report.linked[kind] for kind in ("person", "group")}
        line = Note("target.import_ids", f"target:{target.pk}", target.name, {}, after)
        note(target.portal, actor, [line])
    return report


def _new(target: Target, links: Sequence[Link], report: Report) -> list[Imported]:
    """The links that are not known yet, or otherwise."""
    keys = [one.key for one in links]
    rows = {row.object: row for row in Imported.objects.filter(target=target, object__in=keys)}
    there = set(
        Applied.objects.filter(target=target, object__in=keys)
        .exclude(remote_id="")
        .values_list("object", flat=True)
    )
    new = []
    for one in links:
        kind = one.key.partition(":")[0]
        wanted = _row(target, one)
        row = rows.get(one.key)
        if one.key in there or (row is not None and _same(row, wanted)):
            report.known[kind] += 1
            continue
        wanted.pk = row.pk if row else None
        report.linked[kind] += 1
        new.append(wanted)
    return new


def _row(target: Target, one: Link) -> Imported:
    old = one.old
    if old.module == GROUP:
        return Imported(target=target, object=one.key, name=old.name[:320])
    return Imported(
        target=target,
        object=one.key,
        scope=old.context,
        remote_id=old.ox_id,
        name=old.name[:320],
        photo=old.photo,
    )


def _same(one: Imported, other: Imported) -> bool:
    columns = ("scope", "remote_id", "name", "photo")
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _save(target: Target, rows: Sequence[Imported]) -> None:
    """Keep the links, and have those they are about looked at again."""
    Imported.objects.bulk_create([row for row in rows if row.pk is None], batch_size=100)
    for row in rows:
        if row.pk is not None:
            row.save()
    mark(target.pk, [row.object for row in rows], changes.BULK)
