"""Contexts: made, changed, switched off and on, deleted. The last two only if a person says so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from stellwerk.core.changes import BULK
from stellwerk.core.said import say
from stellwerk.sync import models
from stellwerk.sync.changes import DISABLE, LEAVE, Change
from stellwerk.sync.comparing import Judged, fields_change
from stellwerk.sync.facts import load_applied
from stellwerk.sync.leaving import leave_context
from stellwerk.sync.marks import mark
from stellwerk.sync.wanted import Absent, Context, Found, Verdict, Wanted, World
from stellwerk.sync.wanted_contexts import MAPPING_TAKEN, draft_context


def judge_contexts(world: World, keys: Sequence[str]) -> list[Judged]:
    """Judge contexts (``context:5``, by the number of their entry)."""
    if not keys:
        return []
    by_entry = {context.entry: context for context in world.contexts.values()}
    asked = {key: by_entry.get(int(key.partition(":")[2])) for key in keys}
    contexts = {key: context for key, context in asked.items() if context is not None}
    applied = load_applied(world.target, object__in=keys)
    rows = models.Found.objects.filter(
        target=world.target, kind="context", scope__in=[one.scope for one in contexts.values()]
    )
    found = {row.scope: Found(row.pk, row.remote_id, "", row.fields) for row in rows}
    judged = []
    for key, context in contexts.items():
        there = applied.get(key)
        base = found.get(context.scope) if there is None else None
        if base is not None and not base.remote_id:
            base = None
        held = there.fields if there is not None else base.fields if base is not None else {}
        verdict = _as_spelled(draft_context(context, world), held)
        label = f"context {context.scope}"
        if isinstance(verdict, Absent) and there is not None:
            changes = leave_context(world, key, label, verdict, there).changes
        elif _goes_off(verdict, held):
            changes = (
                *fields_change(world, key, label, 0, _left_on(verdict), there, base),
                _switch_off(world, key, context, held),
            )
        else:
            changes = fields_change(world, key, label, 0, verdict, there, base)
        judged.append(Judged(key, context.entry, label, verdict, verdict, there, base, changes))
    return judged


def _as_spelled(verdict: Verdict, held: Mapping[str, Any]) -> Verdict:
    """Login mappings that differ in nothing but case are those that are there."""
    if not isinstance(verdict, Wanted) or "loginMappings" not in verdict.fields:
        return verdict
    there = held.get("loginMappings")
    if there is None or _folded(there) != _folded(verdict.fields["loginMappings"]):
        return verdict
    return replace(verdict, fields={**verdict.fields, "loginMappings": there})


def _folded(texts: Sequence[str]) -> set[str]:
    return {text.casefold() for text in texts}


def _goes_off(verdict: Verdict, held: Mapping[str, Any]) -> bool:
    """Whether people could sign in so far and are not to any more. Nobody can where it is made."""
    if not held or not isinstance(verdict, Wanted):
        return False
    return verdict.fields.get("enabled") == "false" != held.get("enabled")


def _left_on(verdict: Verdict) -> Verdict:
    if not isinstance(verdict, Wanted):
        return verdict
    kept = {name: value for name, value in verdict.fields.items() if name != "enabled"}
    return replace(verdict, fields=kept)


def _switch_off(world: World, key: str, context: Context, held: Mapping[str, Any]) -> Change:
    return Change(
        world.name,
        key,
        f"context {context.scope}",
        0,
        LEAVE,
        DISABLE,
        context.scope,
        {"enabled": (held.get("enabled", "true"), "false")},
        held=True,
        notes=(say("nobody can sign in to this context any more; its accounts and data stay"),),
    )


def wake_namesakes(target: int) -> None:
    """A context changed: those that wait for a login mapping are looked at again."""
    parked = models.Work.objects.filter(target=target, state=models.Work.State.PARKED)
    waiting = parked.filter(code=MAPPING_TAKEN).values_list("object", flat=True)
    mark(target, list(waiting), BULK)
