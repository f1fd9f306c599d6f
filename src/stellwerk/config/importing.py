"""Carries a configuration file into the store: all of it in one transaction, or nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from stellwerk.config.declared import LOCAL, entry_key
from stellwerk.config.document import Document, EntryWish, SourceWish, TargetWish
from stellwerk.config.passwords import Secrets
from stellwerk.config.problem import BadConfiguration, Problem
from stellwerk.config.pruning import prune
from stellwerk.config.report import Report
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs import actions as jobs
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.portals import actions as portals
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources import actions as sources
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync import actions as sync
from stellwerk.sync.marks import fan_out
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target

_WIRE = {"url", "ca_file", "lanes", "deadline", "settle"}
"""Settings that say how a target is reached, not what its accounts look like."""


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
    with transaction.atomic():
        portal = _portal(document, report, actor)
        _clashes(document, portal)
        moved = _sources(document, portal, secrets, report, actor)
        for wish in document.entries:
            _entry(portal, wish, report, actor)
        for target_wish in document.targets:
            _target(portal, target_wish, secrets, report, actor)
        if moved:
            for pk in Target.objects.filter(portal=portal).values_list("pk", flat=True):
                fan_out(pk, "rules")
        prune(document, portal, report, really=pruning, actor=actor)
    return report


def _portal(document: Document, report: Report, actor: str) -> Portal:
    other = Portal.objects.exclude(name=document.portal).order_by("pk").first()
    if other is not None:
        raise OtherPortal(
            f"This data folder belongs to the portal {other.name!r},"
            f" the file is for {document.portal!r}."
        )
    new = not Portal.objects.filter(name=document.portal).exists()
    portal = portals.open_portal(document.portal, actor=actor)
    changed = portals.save_portal(portal, time_zone=document.time_zone, actor=actor)
    report.tell(f"portal {portal.name}", new=new, changed=changed)
    return portal


def _clashes(document: Document, portal: Portal) -> None:
    """What the file declares must not come from a source already: who should win?"""
    problems: list[Problem] = []
    read = Entry.objects.filter(portal=portal, left_at=None).exclude(owner=LOCAL)
    for wish in document.entries:
        for row in read.filter(kind=wish.kind):
            if entry_key(row) == wish.key:
                what = f"{wish.kind.replace('_', ' ')} {wish.key}"
                hint = "Remove it here or there."
                if wish.kind == "context":
                    hint = "Leave out name and quota here; id, login and password may stay."
                text = f"the directory declares {what} already"
                problems.append(wish.section.found("name", text, hint))
    if problems:
        raise BadConfiguration(document.file, problems)


def _sources(
    document: Document, portal: Portal, secrets: Secrets, report: Report, actor: str
) -> bool:
    """Save all sources; whether the order of those that were there changed."""
    before = dict(Source.objects.filter(portal=portal).values_list("name", "position"))
    for position, wish in enumerate(document.sources):
        row, changed = _source(portal, wish, secrets, position, actor)
        timed = jobs.schedule("read", readers.key(row), document.read_every)
        report.tell(f"source {wish.name}", new=wish.name not in before, changed=changed or timed)
    return any(before.get(wish.name, n) != n for n, wish in enumerate(document.sources))


def _source(
    portal: Portal, wish: SourceWish, secrets: Secrets, position: int, actor: str
) -> tuple[Source, bool]:
    return sources.save_source(
        portal,
        wish.name,
        kind=wish.kind,
        settings=dict(wish.settings),
        secret=secrets[wish.password] if wish.password else None,
        position=position,
        actor=actor,
    )


def _entry(portal: Portal, wish: EntryWish, report: Report, actor: str) -> None:
    rows = Entry.objects.filter(portal=portal, kind=wish.kind, owner=LOCAL)
    row = next((one for one in rows.order_by("pk") if entry_key(one) == wish.key), None)
    before: dict[str, Any] = {} if row is None else dict(row.attributes)
    same = row is not None and row.left_at is None and row.name == wish.name
    changed = not (same and before == wish.attributes)
    new = row is None
    if changed:
        row = people.save_entry(
            portal, row, kind=wish.kind, name=wish.name, attributes=wish.attributes, owner=LOCAL
        )
        verb = "entry.create" if new else "entry.change"
        line = Note(verb, f"{wish.kind}:{row.pk}", wish.name, before, dict(wish.attributes))
        note(portal, actor, [line])
    shown = f"{wish.kind.replace('_', ' ')} {wish.key}"
    report.tell(shown, new=new, changed=changed)


def _target(portal: Portal, wish: TargetWish, secrets: Secrets, report: Report, actor: str) -> None:
    old = Target.objects.filter(portal=portal, name=wish.name).first()
    row, changed = targets.save_target(
        portal, wish.name, settings=dict(wish.settings), manual=wish.manual, actor=actor
    )
    for login in wish.logins:
        secret = secrets[login.password]
        if targets.save_credential(row, login.scope, login.login, secret, actor=actor):
            changed = True
            if old is not None and login.scope:
                sync.look_again(row, login.scope)
    ruled = sync.save_rules(row, wish.rules, actor=actor)
    if old is not None and _matters(old, wish):
        fan_out(row.pk, "rules")
    if old is not None and old.settings.get("url") != wish.settings["url"]:
        sync.look_again(row)
        report.notes.append(
            f"target {row.name} has another address now. If it is another server and not the same"
            " one under a new name, give it another name here: the accounts known of it are not"
            " on that server."
        )
    report.tell(f"target {row.name}", new=old is None, changed=changed or ruled)


def _matters(old: Target, wish: TargetWish) -> bool:
    """Whether what accounts look like may differ now."""

    def looks(settings: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in settings.items() if name not in _WIRE}

    return old.manual != wish.manual or looks(old.settings) != looks(wish.settings)
