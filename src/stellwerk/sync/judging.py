"""From object keys to verdicts and changes: the one way plan, router and worker all look at it."""

from collections.abc import Mapping, Sequence

from stellwerk.sync import imported, names
from stellwerk.sync.claims import load_claims
from stellwerk.sync.comparing import Judged, fields_change
from stellwerk.sync.facts import load_people
from stellwerk.sync.found import find_people
from stellwerk.sync.judging_accounts import judge_accounts
from stellwerk.sync.judging_contexts import judge_contexts
from stellwerk.sync.judging_groups import judge_groups
from stellwerk.sync.judging_resources import judge_resources
from stellwerk.sync.leaving import NOTHING, leave_person, miss_person
from stellwerk.sync.moving import is_elsewhere, move_changes, names_first
from stellwerk.sync.names import Claims
from stellwerk.sync.wanted import (
    Absent,
    Blocked,
    Facts,
    Found,
    Verdict,
    Wanted,
    World,
    draft_person,
    settle_person,
)


def judge(
    world: World, keys: Sequence[str], *, impatient: frozenset[str] = frozenset()
) -> list[Judged]:
    """Judge objects of one target, mixed: contexts, people, resources, and groups and functional
    accounts in a context (``group:5@10``).

    ``impatient`` objects take a suffix instead of waiting for a name to be released.
    """
    contexts = [key for key in keys if key.startswith("context:")]
    people = [key for key in keys if key.startswith("person:")]
    groups = [key for key in keys if key.startswith("group:") and "@" in key]
    accounts = [key for key in keys if key.startswith("functional_account:") and "@" in key]
    resources = [key for key in keys if key.startswith("resource:")]
    return [
        *judge_contexts(world, contexts),
        *_judge_people(world, people, impatient),
        *judge_groups(world, groups),
        *judge_accounts(world, accounts),
        *judge_resources(world, resources, impatient),
    ]


def _judge_people(world: World, keys: Sequence[str], impatient: frozenset[str]) -> list[Judged]:
    if not keys:
        return []
    numbers = [int(key.partition(":")[2]) for key in keys]
    return judge_people(world, load_people(world, numbers), impatient)


def judge_people(
    world: World, facts: Sequence[Facts], impatient: frozenset[str] = frozenset()
) -> list[Judged]:
    """Judge people whose facts are loaded already."""
    drafts = {one.key: draft_person(one, world) for one in facts}
    claims = load_claims(world, drafts, _carried(facts, drafts)) if drafts else Claims()
    found = imported.people(world, facts, drafts, find_people(world, facts, drafts))
    return [
        _judge_person(world, one, drafts[one.key], claims, found.get(one.key), one.key in impatient)
        for one in facts
    ]


def _judge_person(
    world: World,
    facts: Facts,
    draft: Verdict,
    claims: Claims,
    found: Found | Blocked | None,
    impatient: bool,
) -> Judged:
    verdict = draft
    way = ""
    if isinstance(draft, Wanted):
        verdict = settle_person(facts, draft, world, claims, patience=not impatient)
        if isinstance(verdict, Wanted) and _is_called_so(draft, facts, found):
            verdict = draft
        if isinstance(found, Blocked):
            verdict = found
    if isinstance(verdict, Wanted):
        blocker = claims.in_the_way(
            verdict.scope, names.person_key(verdict.fields["display_name"]), facts.key
        ) or claims.in_the_way(verdict.scope, verdict.mail_key, facts.key)
        way = blocker.object if blocker else ""
    base = found if isinstance(found, Found) and facts.applied is None else None
    leaving = NOTHING
    changes = fields_change(world, facts.key, facts.label, 1, verdict, facts.applied, base)
    there = facts.applied
    first = names_first(facts.key, verdict, there, changes, claims)
    if there is not None and (there.move is not None or is_elsewhere(verdict, there)):
        changes = move_changes(world, facts.key, facts.label, verdict, there, changes)
    elif isinstance(verdict, Absent):
        leaving = leave_person(world, facts.key, facts.label, verdict, there)
        changes = leaving.changes
    if facts.missing and isinstance(verdict, Wanted):
        changes = (*changes, *miss_person(world, facts.key, facts.label, there))
    return Judged(
        facts.key,
        facts.pk,
        facts.label,
        verdict,
        draft,
        facts.applied,
        base,
        changes,
        way,
        leaving.recheck_at,
        first,
    )


def _carried(facts: Sequence[Facts], drafts: Mapping[str, Verdict]) -> set[str]:
    """What people whose account moves are called now: the copy comes with it."""
    return {
        key
        for one in facts
        if one.applied is not None and is_elsewhere(drafts[one.key], one.applied)
        for key in names.keys_of("person", one.applied.fields)
        if key
    }


def _is_called_so(draft: Wanted, facts: Facts, found: Found | Blocked | None) -> bool:
    """Whether the account has this very display name: what OX holds twice stays there twice."""
    if facts.applied is not None:
        if facts.applied.scope != draft.scope or not facts.applied.remote_id:
            return False
        held = facts.applied.fields
    elif isinstance(found, Found):
        held = found.fields
    else:
        return False
    return bool(held.get("display_name") == draft.fields["display_name"])
