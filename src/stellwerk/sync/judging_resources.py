"""Resources: one in its context, moved by being made there first, withdrawn before it goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from stellwerk.core.said import say
from stellwerk.sync import models
from stellwerk.sync.changes import MOVE, UPDATE, Change
from stellwerk.sync.claims import load_claims
from stellwerk.sync.comparing import Judged, fields_change
from stellwerk.sync.entries import load_resources
from stellwerk.sync.leaving import NOTHING, leave_resource, miss_resource
from stellwerk.sync.marks import number_of
from stellwerk.sync.moving import is_elsewhere
from stellwerk.sync.names import Claims
from stellwerk.sync.wanted import Absent, Applied, Blocked, Found, Verdict, Wanted, World
from stellwerk.sync.wanted_resources import ResourceFacts, draft_resource, settle_resource

_PER_CONTEXT = {"name", "email"}
"""What must be free in the context a resource is in: it changes with a move, not before."""


def judge_resources(world: World, keys: Sequence[str], impatient: frozenset[str]) -> list[Judged]:
    """Judge resources (``resource:5``)."""
    if not keys:
        return []
    facts = load_resources(world, [number_of(key) for key in keys])
    drafts = {one.key: draft_resource(one, world) for one in facts}
    claims = load_claims(world, drafts)
    found = _found(world, drafts)
    return [
        _judge(world, one, drafts[one.key], claims, found.get(one.key), one.key in impatient)
        for one in facts
    ]


def _judge(
    world: World,
    facts: ResourceFacts,
    draft: Verdict,
    claims: Claims,
    found: Found | None,
    impatient: bool,
) -> Judged:
    verdict, way, applied = draft, "", facts.applied
    if isinstance(draft, Wanted):
        blocker = claims.in_the_way(draft.scope, draft.mail_key, facts.key)
        way = blocker.object if blocker else ""
        verdict = settle_resource(facts, draft, claims)
        if way and impatient:
            verdict = Blocked(
                "mail_taken",
                say("%(other)s still has the address.", other=way),
                say("Try again later."),
            )
        elif found is not None and is_elsewhere(verdict, applied):
            verdict = _occupied(found, draft.scope)
    base = found if applied is None else None
    changes = fields_change(world, facts.key, facts.name, 2, verdict, applied, base)
    leaving = NOTHING
    if applied is not None and (applied.move is not None or is_elsewhere(verdict, applied)):
        changes = _move(world, facts, verdict, applied, changes)
    elif isinstance(verdict, Absent):
        leaving = leave_resource(world, facts.key, facts.name, verdict, applied)
        changes = leaving.changes
    if facts.missing and isinstance(verdict, Wanted):
        changes = (*changes, *miss_resource(world, facts.key, facts.name, applied))
    return Judged(
        facts.key, facts.pk, facts.name, verdict, draft, applied, base, tuple(changes), way,
        leaving.recheck_at,
    )  # fmt: skip


def _move(
    world: World,
    facts: ResourceFacts,
    verdict: Verdict,
    applied: Applied,
    fields: Sequence[Change],
) -> tuple[Change, ...]:
    """The move that is due or was begun, and what changes without it."""
    move = Change(world.name, facts.key, facts.name, 2, MOVE, UPDATE, applied.remote_id)
    if applied.move is not None:
        return (replace(move, cause=f"the move to context {applied.move.scope} is under way"),)
    assert isinstance(verdict, Wanted)
    free: list[Change] = []
    along: dict[str, tuple[Any, Any]] = {"context": (applied.scope, verdict.scope)}
    for change in fields:
        now = {name: pair for name, pair in change.fields.items() if name not in _PER_CONTEXT}
        along |= {name: pair for name, pair in change.fields.items() if name in _PER_CONTEXT}
        if now:
            free.append(replace(change, fields=now))
    note = "it is made in the new context, then deleted in the old one; its bookings stay behind"
    return (*free, replace(move, fields=along, held=True, notes=(note,)))


def _occupied(found: Found, scope: str) -> Blocked:
    return Blocked(
        "move_conflict",
        say(
            "The resource is to move to context %(context)s, but OX has a resource"
            " %(name)s there already.",
            context=scope,
            name=found.fields.get("name", ""),
        ),
        say("Delete or rename the resource that is not wanted any more in OX; nothing is merged."),
    )


def _found(world: World, drafts: dict[str, Verdict]) -> dict[str, Found]:
    """What was there under these names when the contexts were read."""
    wanted = {
        (draft.scope, draft.name_key): key
        for key, draft in drafts.items()
        if isinstance(draft, Wanted)
    }
    rows = models.Found.objects.filter(
        target=world.target, kind="resource", name_key__in=[name for _, name in wanted]
    )
    return {
        wanted[row.scope, row.name_key]: Found(row.pk, row.remote_id, row.mail_key, row.fields)
        for row in rows
        if (row.scope, row.name_key) in wanted
    }
