"""What the store holds and the file does not name: told, and with --prune removed."""

from collections.abc import Iterator

from django.db.models import Q

from stellwerk.config.declared import LOCAL, entry_key, entry_label
from stellwerk.config.document import Document
from stellwerk.config.report import Report
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs import actions as jobs
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources import actions as sources
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync.models import Applied
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


class StillInUse(StellwerkError):
    """Something that the file no longer names still holds accounts; nothing was changed."""

    code = "config.in_use"
    hint = (
        "Leave it in the file until its accounts are gone (change the rules, sync, approve),"
        " or import without --prune."
    )


def prune(document: Document, portal: Portal, report: Report, *, really: bool, actor: str) -> None:
    """Tell what the file does not name; ``really`` removes it. Raises StillInUse by name."""
    sources_ = [row for row in Source.objects.filter(portal=portal) if row.name not in
                {one.name for one in document.sources}]  # fmt: skip
    targets_ = [row for row in Target.objects.filter(portal=portal) if row.name not in
                {one.name for one in document.targets}]  # fmt: skip
    entries = list(_entries(document, portal))
    names = [f"source {row.name}" for row in sources_]
    names += [f"target {row.name}" for row in targets_]
    names += [entry_label(row) for row in entries]
    if not really:
        report.kept += names
        return
    used = [*map(_source_use, sources_), *map(_target_use, targets_), *map(_entry_use, entries)]
    if any(used):
        said = [f"{name}: {use}" for name, use in zip(names, used, strict=True) if use]
        raise StillInUse(f"Still in use, nothing was changed: {'; '.join(said)}.")
    for source in sources_:
        jobs.unschedule("read", readers.key(source))
        sources.remove_source(source, actor=actor)
    for target in targets_:
        targets.remove_target(target, actor=actor)
    people.leave_entries(entries)
    lines = [Note("entry.remove", f"{row.kind}:{row.pk}", row.name, row.attributes)
             for row in entries]  # fmt: skip
    note(portal, actor, lines)
    report.removed += names


def _entries(document: Document, portal: Portal) -> Iterator[Entry]:
    named = {(one.kind, one.key) for one in document.entries}
    rows = Entry.objects.filter(portal=portal, owner=LOCAL, left_at=None)
    for row in rows.order_by("kind", "pk"):
        if (row.kind, entry_key(row)) not in named:
            yield row


def _source_use(row: Source) -> str:
    of_source = (
        Q(person__records__source=row) | Q(group__records__source=row)
        | Q(entry__records__source=row)
    )  # fmt: skip
    return _said(Applied.objects.filter(of_source).distinct().count())


def _target_use(row: Target) -> str:
    return _said(Applied.objects.filter(target=row).count())


def _entry_use(row: Entry) -> str:
    if row.kind == "context":
        return _said(
            Applied.objects.filter(scope=entry_key(row), target__portal=row.portal_id).count()
        )
    accounts = Applied.objects.filter(target__portal=row.portal_id)
    return _said(accounts.filter(profile=row.name).exclude(profile="").count())


def _said(number: int) -> str:
    return (
        ""
        if not number
        else "1 object at a target"
        if number == 1
        else f"{number} objects at targets"
    )
