"""What the store holds and the file does not name: told, and with --prune removed."""

from collections.abc import Iterator

from stellwerk.config.declared import entry_key
from stellwerk.config.document import Document
from stellwerk.config.exporting import TABLES
from stellwerk.config.removing import Removable, StillInUse, accounts_of, label_of, remove
from stellwerk.config.report import Report
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sources.queries import read_ones
from stellwerk.targets.declared import LOCAL, declared_at
from stellwerk.targets.models import Target
from stellwerk.tiles.models import Tile


def prune(document: Document, portal: Portal, report: Report, *, really: bool, actor: str) -> None:
    """Tell what the file does not name; ``really`` removes it. Raises StillInUse by name."""
    rows = list(_unnamed(document, portal))
    names = [label_of(row) for row in rows]
    if not really:
        report.kept += names
        return
    used = [_said(accounts_of(row)) for row in rows]
    if any(used):
        said = [f"{name}: {use}" for name, use in zip(names, used, strict=True) if use]
        raise StillInUse(f"Still in use, nothing was changed: {'; '.join(said)}.")
    for row in rows:
        remove(row, actor=actor)
    report.removed += names


def _unnamed(document: Document, portal: Portal) -> Iterator[Removable]:
    sources = {one.name for one in document.sources}
    yield from read_ones(portal).exclude(name__in=sources)
    targets = {one.name for one in document.targets}
    yield from Target.objects.filter(portal=portal).exclude(name__in=targets)
    names = {(one.kind, one.name) for one in document.entries}
    here = Entry.objects.filter(portal=portal, owner=LOCAL, left_at=None, kind__in=list(TABLES))
    yield from (row for row in here.order_by("pk") if (row.kind, row.name) not in names)
    tiles = Tile.objects.filter(portal=portal)
    yield from tiles.exclude(name__in={one.fields.name for one in document.tiles}).order_by("pk")
    contexts = {one.name: {context.key for context in one.contexts} for one in document.targets}
    for target in Target.objects.filter(portal=portal):
        for row in declared_at(target).filter(left_at=None).order_by("pk"):
            if entry_key(row) not in contexts.get(target.name, ()):
                yield row


def _said(number: int) -> str:
    if not number:
        return ""
    return "1 object at a target" if number == 1 else f"{number} objects at targets"
