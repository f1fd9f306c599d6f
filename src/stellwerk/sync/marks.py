"""Marks: the durable rows that say an object may differ at a target."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from stellwerk.core import changes, clock
from stellwerk.sync.models import Applied, Assignment, Fanout, Found, Lane, Work
from stellwerk.sync.owning import ENTRIES
from stellwerk.sync.rows import execute
from stellwerk.targets.models import Credential, Target

# One statement for SQLite and PostgreSQL. A mark takes the row out of its lane (it is routed
# again), wakes a parked one and never lowers what somebody already waits for.
_MARK = """
INSERT INTO sync_work (target_id, object, number, generation, lane, rank, priority, due,
                       attempts, state, code, error, hint, scope, name_key, mail_key, since)
VALUES (%s, %s, %s, 1, '', %s, %s, %s, 0, 'ready', '', '', '', '', '', '', %s)
ON CONFLICT (target_id, object) DO UPDATE SET
    generation = sync_work.generation + 1, lane = '', state = 'ready', attempts = 0,
    priority = CASE WHEN excluded.priority < sync_work.priority
                    THEN excluded.priority ELSE sync_work.priority END,
    due = CASE WHEN excluded.due < sync_work.due THEN excluded.due ELSE sync_work.due END
"""
# A row that is already routed keeps its lane: its wanted state is computed when it is sent.
_REMIND = """
INSERT INTO sync_work (target_id, object, number, generation, lane, rank, priority, due,
                       attempts, state, code, error, hint, scope, name_key, mail_key, since)
VALUES (%s, %s, %s, 1, %s, %s, %s, %s, 0, 'ready', '', '', '', %s, '', '', %s)
ON CONFLICT (target_id, object) DO UPDATE SET
    generation = sync_work.generation + 1, lane = excluded.lane, state = 'ready', attempts = 0
"""


_RANKS = {"context": 0, "person": 1}
_KINDS = {"person", "group", "context", *ENTRIES}
_FANNED = {"group", "context", "access_profile"}


def rank_of(key: str) -> int:
    """The order in which kinds are served: contexts, people, everything else."""
    return _RANKS.get(key.partition(":")[0], 2)


def number_of(key: str) -> int:
    """The primary key in an object key ``kind:pk[@scope]``."""
    return int(key.partition(":")[2].partition("@")[0])


def mark(target_id: int, objects: Iterable[str], priority: int) -> None:
    """Say that these object keys may differ at a target; routes them anew."""
    now = _sql(clock.now())
    execute(
        _MARK,
        ((target_id, key, number_of(key), rank_of(key), priority, now, now) for key in objects),
    )


def remind(target_id: int, rows: Iterable[tuple[str, str, str]], priority: int) -> None:
    """Mark rows whose lane is known: (object key, lane, scope) each."""
    now = _sql(clock.now())
    execute(
        _REMIND,
        (
            (target_id, key, number_of(key), lane, rank_of(key), priority, now, scope, now)
            for key, lane, scope in rows
        ),
    )


def _sql(moment: datetime) -> str | None:
    return connection.ops.adapt_datetimefield_value(moment)


def fan_out(target_id: int, kind: str, ref: str = "") -> None:
    """Queue a change of many: its dependents are marked 500 at a time by the coordinator."""
    Fanout.objects.update_or_create(target_id=target_id, kind=kind, ref=ref, defaults={"cursor": 0})


def _on_touched(kind: str, ids: Collection[int], priority: int) -> None:
    if kind == "credential":
        _on_credentials(ids)
        return
    if kind == "target":
        for pk in ids:
            fan_out(pk, "leavers")
        return
    targets = list(Target.objects.values_list("pk", flat=True))
    if not targets:
        return
    with transaction.atomic():
        for target_id in targets:
            if kind in _KINDS:
                mark(target_id, (f"{kind}:{pk}" for pk in ids), priority)
            if kind in _FANNED and (kind != "group" or _asks_for_groups(target_id)):
                for pk in ids:
                    fan_out(target_id, kind, str(pk))


def _on_credentials(ids: Collection[int]) -> None:
    """New logins end what the old ones stopped: pauses, parked contexts, contexts not looked into.

    The master account (scope "") stands for all scopes.
    """
    for row in Credential.objects.filter(pk__in=ids):
        paused = Lane.objects.filter(target=row.target_id)
        parked = Work.objects.filter(target=row.target_id, state=Work.State.PARKED)
        parked = parked.filter(code="context_credential")
        found = Found.objects.filter(target=row.target_id)
        if row.scope:
            paused = paused.filter(name__startswith=f"{row.scope}/")
            found = found.filter(scope=row.scope)
        paused.exclude(reason="").update(paused_until=None, reason="")
        held = Applied.objects.filter(target=row.target_id, object__startswith="context:")
        found.exclude(scope__in=held.exclude(remote_id="").values("scope")).delete()
        mark(row.target_id, list(parked.values_list("object", flat=True)), changes.LIVE)


def _asks_for_groups(target_id: int) -> bool:
    return Assignment.objects.filter(target_id=target_id, match__has_key="group").exists()


def listen() -> None:
    """Become the listener of `core.changes`."""
    changes.listen(_on_touched)
