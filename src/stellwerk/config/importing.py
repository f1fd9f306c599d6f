"""Carries a configuration file into the store: all of it in one transaction, or nothing."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from stellwerk.config.declared import entry_key
from stellwerk.config.document import Document, EntryWish, TargetWish
from stellwerk.config.halting import halt
from stellwerk.config.passwords import Secrets
from stellwerk.config.problem import BadConfiguration, Problem
from stellwerk.config.pruning import prune
from stellwerk.config.removing import label_of
from stellwerk.config.report import Report
from stellwerk.config.storing import (
    NothingKept,
    store_context,
    store_entry,
    store_source,
    store_target,
)
from stellwerk.core.errors import StellwerkError
from stellwerk.people.models import Entry
from stellwerk.portals import actions as portals
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.sync.marks import fan_out
from stellwerk.targets.declared import FROM_DIRECTORIES
from stellwerk.targets.models import Target
from stellwerk.tiles import queries as tiles
from stellwerk.tiles.actions import save_tile, sort_tiles


class OtherPortal(StellwerkError):
    """This data folder belongs to another portal."""

    code = "config.other_portal"
    hint = "Name that portal in the file, or give another data folder: stellwerk --data DIR."


def import_document(
    document: Document, secrets: Secrets, *, pruning: bool = False, actor: str
) -> Report:
    """Make the store say what the file says; things it does not name stay, unless ``pruning``.

    Raises OtherPortal, BadConfiguration and what `prune` raises; then nothing was changed.
    """
    report = Report()
    try:
        with transaction.atomic():
            _store(document, secrets, report, pruning, actor)
    except NothingKept as error:
        raise BadConfiguration(document.file, [error.problem]) from error
    return report


def _store(document: Document, secrets: Secrets, report: Report, pruning: bool, actor: str) -> None:
    portal = _portal(document, report, actor)
    declared = [*document.entries, *(one for row in document.targets for one in row.contexts)]
    if problems := list(clashes(declared, portal)):
        raise BadConfiguration(document.file, problems)
    everywhere, moved = _sources(document, portal, secrets, report, actor)
    for wish in document.entries:
        row, stored = store_entry(portal, wish, actor=actor)
        everywhere |= stored.matters
        report.tell(label_of(row), new=stored.new, changed=stored.changed)
    for target_wish in document.targets:
        _target(portal, target_wish, secrets, report, actor)
    _tiles(document, portal, report, actor)
    if moved:
        for pk in Target.objects.filter(portal=portal).values_list("pk", flat=True):
            fan_out(pk, "rules")
    if everywhere or moved:
        report.halted += halt(Target.objects.filter(portal=portal), actor=actor)
    prune(document, portal, report, really=pruning, actor=actor)


def _portal(document: Document, report: Report, actor: str) -> Portal:
    other = Portal.objects.exclude(name=document.portal).order_by("pk").first()
    if other is not None:
        raise OtherPortal(
            f"This data folder belongs to the portal {other.name!r},"
            f" the file is for {document.portal!r}."
        )
    new = not Portal.objects.filter(name=document.portal).exists()
    portal = portals.open_portal(document.portal, actor=actor)
    changed = portals.save_portal(
        portal,
        time_zone=document.time_zone,
        address=document.address,
        keep_runs=document.keep_runs,
        actor=actor,
    )
    report.tell(f"portal {portal.name}", new=new, changed=changed)
    return portal


def _tiles(document: Document, portal: Portal, report: Report, actor: str) -> None:
    """Save the tiles; those of the file come first, in its order."""
    here = {row.name: row for row in tiles.tiles(portal)}
    named = []
    for wish in document.tiles:
        old = here.pop(wish.fields.name, None)
        row, changed = save_tile(portal, wish.fields, row=old, actor=actor)
        named.append(row)
        report.tell(f"tile {row.name}", new=old is None, changed=changed)
    if named:
        sort_tiles(portal, [*named, *here.values()], actor=actor)


def clashes(entries: Sequence[EntryWish], portal: Portal) -> Iterator[Problem]:
    """What is declared here must not come from a source already: who should win?"""
    read = Entry.objects.filter(FROM_DIRECTORIES, portal=portal, left_at=None)
    for wish in entries:
        for row in read.filter(kind=wish.kind):
            if entry_key(row) == wish.key:
                what = f"{wish.kind.replace('_', ' ')} {wish.key}"
                hint = "Remove it here or there."
                if wish.kind == "context":
                    hint = "Leave out name and quota here; id, login and password may stay."
                text = f"the directory declares {what} already"
                yield wish.section.found("name", text, hint)


def _sources(
    document: Document, portal: Portal, secrets: Secrets, report: Report, actor: str
) -> tuple[bool, bool]:
    """Save all sources; whether one matters, and whether the order of those there changed."""
    matters = False
    before = dict(Source.objects.filter(portal=portal).values_list("name", "position"))
    for position, wish in enumerate(document.sources):
        _, stored = store_source(
            portal, wish, secrets, position=position, every=document.read_every, actor=actor
        )
        matters |= stored.matters
        report.tell(f"source {wish.name}", new=stored.new, changed=stored.changed)
    moved = any(before.get(wish.name, n) != n for n, wish in enumerate(document.sources))
    return matters, moved


def _target(portal: Portal, wish: TargetWish, secrets: Secrets, report: Report, actor: str) -> None:
    row, stored = store_target(portal, wish, secrets, actor=actor)
    report.notes += stored.notes
    report.tell(f"target {row.name}", new=stored.new, changed=stored.changed)
    matters = stored.matters
    for context in wish.contexts:
        _, stored = store_context(row, context, actor=actor)
        matters |= stored.matters
        report.tell(f"context {context.key}", new=stored.new, changed=stored.changed)
    if matters:
        report.halted += halt([row], actor=actor)
