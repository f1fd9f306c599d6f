"""Takes sources, targets and declared entries out of the store, for a file and for the panel.

Each runs in the caller's transaction; who calls makes sure that nothing of it is applied.
"""

from django.db.models import Exists, OuterRef, QuerySet

from stellwerk.config.declared import entry_key, entry_label
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs import actions as jobs
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.portals.actions import Note, note
from stellwerk.sources import actions as sources
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync.models import Applied, Assignment
from stellwerk.targets import actions as targets
from stellwerk.targets.declared import declared_at, target_of
from stellwerk.targets.models import Target
from stellwerk.tiles.actions import remove_tile
from stellwerk.tiles.models import Tile

Removable = Source | Target | Entry | Tile
LEAVING = {"resource", "functional_account"}
"""What goes from targets by itself when it is removed here, through the gates."""
MOST = 1_000
"""Nothing is counted much further: beyond it the number says no more to anybody."""


class StillInUse(StellwerkError):
    """Something that is to be removed still holds accounts; nothing was changed."""

    code = "config.in_use"
    hint = (
        "Leave it in the file until its accounts are gone (change the rules, sync, approve),"
        " or import without --prune."
    )


def accounts_of(row: Removable) -> int:
    """How many objects at targets hang on a source, target, context or access profile.

    On a resource or a functional account none does: it leaves itself, as one of a directory would.
    Counted up to `MOST`, or a few more: somebody waits for the answer.
    """
    if isinstance(row, Tile):
        return 0
    if isinstance(row, Source):
        return _from_source(row)
    if isinstance(row, Target):
        return _upto(Applied.objects.filter(target=row))
    here = Applied.objects.filter(target__portal=row.portal_id)
    if row.kind in LEAVING:
        return 0
    if row.kind == "context":
        target = target_of(row)
        here = here if target is None else here.filter(target=target)
        return _upto(here.filter(scope=entry_key(row)))
    return _upto(here.filter(profile=row.name).exclude(profile=""))


def _from_source(row: Source) -> int:
    """Kind by kind, from the records on: SQLite would begin with all accounts there are."""
    number = 0
    if not row.records.exists():
        return number
    for kind in ("person", "group", "entry"):
        applied = Applied.objects.filter(**{kind: OuterRef(kind)})
        rows = row.records.filter(Exists(applied), **{f"{kind}__isnull": False})
        some = list(rows.values_list(f"{kind}_id", flat=True)[:MOST])
        number += Applied.objects.filter(**{f"{kind}__in": some}).count()
        if number >= MOST:
            break
    return number


def _upto(rows: QuerySet[Applied]) -> int:
    return rows[:MOST].count()


def rules_about(row: Removable) -> list[Assignment]:
    """The rules that name a source, context or access profile."""
    if isinstance(row, Target | Tile):
        return []
    rules = Assignment.objects.filter(target__portal=row.portal_id).select_related("target")
    return [rule for rule in rules.order_by("target__name", "position") if _names(rule, row)]


def _names(rule: Assignment, row: Source | Entry) -> bool:
    if isinstance(row, Source):
        return bool(rule.match.get("source") == row.name)
    if row.kind == "context":
        elsewhere = target_of(row) not in (None, rule.target_id)
        return not elsewhere and str(rule.give.get("context") or "") == entry_key(row)
    return bool(rule.give.get("profile") == row.name)


def label_of(row: Removable) -> str:
    """What a thing is called in messages: ``source ldap``."""
    if isinstance(row, Entry):
        return entry_label(row)
    if isinstance(row, Tile):
        return f"tile {row.name}"
    return f"{'source' if isinstance(row, Source) else 'target'} {row.name}"


def remove(row: Removable, *, actor: str) -> None:
    """Forget it, with a line in the trail."""
    if isinstance(row, Source):
        jobs.unschedule("read", readers.key(row))
        sources.remove_source(row, actor=actor)
    elif isinstance(row, Target):
        for context in declared_at(row).filter(left_at=None):
            remove(context, actor=actor)
        targets.remove_target(row, actor=actor)
    elif isinstance(row, Tile):
        remove_tile(row, actor=actor)
    else:
        people.leave_entries([row])
        line = Note("entry.remove", f"{row.kind}:{row.pk}", row.name, row.attributes)
        note(row.portal, actor, [line])
