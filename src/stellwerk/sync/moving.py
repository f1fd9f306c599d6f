"""Moving an account between contexts, one step at a time: copy, switch, clear away. Pure.

At every moment the person has a whole account: the copy is brought in step before it counts, and
the old account goes only after that. Every step can be repeated. A copy comes with the names that
its original has: one that somebody else has in the new context is changed before, where it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from stellwerk.core.said import say
from stellwerk.sync.changes import FIELDS, MOVE, UPDATE, Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.names import Claims, keys_of
from stellwerk.sync.wanted import COPIED, Applied, Verdict, Wanted, World

_MAIL = {"email1", "primaryEmail", "aliases", "defaultSenderAddress"}
_PER_CONTEXT = {"display_name", *_MAIL}
"""What must be free in the context an account is in: it changes with the move, not before."""


def is_elsewhere(verdict: Verdict, applied: Applied | None) -> bool:
    """Whether the account that is there is in another context than the wanted one."""
    return (
        isinstance(verdict, Wanted)
        and applied is not None
        and bool(applied.remote_id)
        and applied.scope != verdict.scope
    )


def is_under_way(applied: Applied | None) -> bool:
    """Whether a move was begun: it is brought to its end whatever is wanted by now."""
    return applied is not None and applied.move is not None


def names_first(
    key: str, verdict: Verdict, applied: Applied | None, fields: Sequence[Change], claims: Claims
) -> dict[str, tuple[Any, Any]]:
    """The names (field -> (old, new)) without which an account cannot be copied where it is wanted.

    Somebody has there what it is called now; what it is to be called is free where it is.
    """
    if applied is None or applied.move is not None or not is_elsewhere(verdict, applied):
        return {}
    assert isinstance(verdict, Wanted)
    shown, mail = keys_of("person", applied.fields)
    first: set[str] = set()
    for carried, wanted, names in (
        (shown, keys_of("person", verdict.fields)[0], {"display_name"}),
        (mail, verdict.mail_key, _MAIL),
    ):
        taken = claims.holder(verdict.scope, carried, key) is not None
        if taken and claims.holder(applied.scope, wanted, key) is None:
            first |= names
    changed = {name: pair for change in fields for name, pair in change.fields.items()}
    return {name: pair for name, pair in changed.items() if name in first}


def move_changes(
    world: World, key: str, label: str, verdict: Verdict, applied: Applied, fields: Sequence[Change]
) -> tuple[Change, ...]:
    """The changes of a person whose move is due or was begun; `fields` are those without it.

    What is left in the old context keeps nothing from the account that counts: it is cleared away
    when nothing else is to be sent.
    """
    if _comes_first(verdict, applied, fields):
        return tuple(fields)
    if applied.move is not None:
        return (_change(world, key, label, applied, {}, _under_way(verdict, applied), held=False),)
    assert isinstance(verdict, Wanted)
    free: list[Change] = []
    along: dict[str, tuple[Any, Any]] = {"context": (applied.scope, verdict.scope)}
    for change in fields:
        now = {name: pair for name, pair in change.fields.items() if name not in _PER_CONTEXT}
        along |= {name: pair for name, pair in change.fields.items() if name in _PER_CONTEXT}
        if now:
            free.append(
                Change(
                    change.target, key, label, 1, FIELDS, UPDATE, change.remote_id, now,
                    cause=change.cause, held=change.held, notes=change.notes,
                )
            )  # fmt: skip
    cause = say("rule %(rule)s", rule=verdict.rule.name) if verdict.rule else ""
    note = say(
        "the account is copied with its data, brought in step and checked in the new context;"
        " then it is deleted in the old one"
    )
    aim = {name: verdict.fields.get(name) for name in sorted(_PER_CONTEXT)}
    move = _change(world, key, label, applied, along, cause, held=True, notes=(note,))
    return (*free, replace(move, aim={"context": verdict.scope, **aim}))


def _comes_first(verdict: Verdict, applied: Applied, fields: Sequence[Change]) -> bool:
    """Whether only what is left over is still to be cleared away, and something can be sent."""
    if applied.move is None or applied.move.step == COPIED or not isinstance(verdict, Wanted):
        return False
    free = bool(fields) and not any(change.held for change in fields)
    return free and verdict.scope == applied.scope


def _change(
    world: World,
    key: str,
    label: str,
    applied: Applied,
    fields: Mapping[str, tuple[Any, Any]],
    cause: str,
    *,
    held: bool,
    notes: Sequence[str] = (),
) -> Change:
    return Change(
        world.name, key, label, 1, MOVE, UPDATE, applied.remote_id, fields,
        cause=cause, held=held, notes=notes,
    )  # fmt: skip


def _under_way(verdict: Verdict, applied: Applied) -> str:
    assert applied.move is not None
    scope = applied.move.scope
    if applied.move.step != COPIED:
        return say("the move from context %(context)s is brought to its end", context=scope)
    if is_undone(verdict, applied):
        return say("the copy in context %(context)s is not wanted any more", context=scope)
    return say("the move to context %(context)s is under way", context=scope)


def is_undone(verdict: Verdict, applied: Applied) -> bool:
    """Whether a copy that does not count yet is not wanted any more, and is to be deleted."""
    move = applied.move
    if move is None or move.step != COPIED:
        return False
    return not (isinstance(verdict, Wanted) and verdict.scope == move.scope)


def clears(one: Judged) -> bool:
    """Whether the next step of a move only takes away what is left in the other context."""
    applied = one.applied
    if applied is None or applied.move is None:
        return False
    return applied.move.step != COPIED or is_undone(one.verdict, applied)


def place(one: Judged, free: Collection[Change]) -> str:
    """The context in which the free parts of an object's changes are carried out."""
    applied, verdict = one.applied, one.verdict
    moves = any(change.part == MOVE for change in free)
    if applied is not None and applied.move is not None and (moves or not free):
        return applied.move.scope
    if isinstance(verdict, Wanted):
        moves = moves and not one.first
        return applied.scope if applied and applied.remote_id and not moves else verdict.scope
    return applied.scope if applied is not None else ""
