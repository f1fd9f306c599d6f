"""Groups, one per context they have members in: nested groups flattened, members by difference."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stellwerk.sync import imported, models
from stellwerk.sync.changes import MEMBERS, REMOVALS, UPDATE, Change
from stellwerk.sync.claims import load_claims
from stellwerk.sync.comparing import Judged, fields_change
from stellwerk.sync.facts import GroupFacts, load_applied, load_groups
from stellwerk.sync.found import find_groups
from stellwerk.sync.leaving import MISSING, NOTHING, deletion, farewell, leave_group
from stellwerk.sync.marks import number_of
from stellwerk.sync.members import member_logins, members_in
from stellwerk.sync.names import Claims, group_key
from stellwerk.sync.wanted import (
    Absent,
    Applied,
    Blocked,
    Found,
    Verdict,
    Wanted,
    World,
    draft_group,
    settle_name,
)
from stellwerk.targets.ox.names import fold_group_name


def judge_groups(world: World, keys: Sequence[str]) -> list[Judged]:
    """Judge scoped groups (``group:5@10``)."""
    if not keys:
        return []
    scopes = {key: key.partition("@")[2] for key in keys}
    facts = load_groups(world, sorted({number_of(key) for key in keys}))
    applied = load_applied(world.target, object__in=keys)
    sent = _sent_members(applied)
    everybody = frozenset().union(*(one.people for one in facts.values()))
    where = members_in(world, everybody)
    drafts: dict[str, Verdict] = {}
    for key, scope in scopes.items():
        one = facts.get(number_of(key))
        if one is not None:
            members = frozenset(pk for pk in one.people if where.get(pk) == scope)
            drafts[key] = draft_group(one.subject, scope, one.name, one.left, members, world)
    claims = load_claims(world, drafts)
    found = imported.groups(world, drafts, find_groups(world, drafts))
    logins = member_logins(
        {
            pk
            for key, verdict in drafts.items()
            for pk in _named(verdict, _held(key, sent, found), facts[number_of(key)].missing)
        }
    )
    return [
        _judge_group(
            world, facts[number_of(key)], key, draft, claims, found.get(key),
            _with_members(applied.get(key), sent.get(key)), logins,
        )
        for key, draft in drafts.items()
    ]  # fmt: skip


def _held(
    key: str, sent: Mapping[str, frozenset[int]], found: Mapping[str, Found]
) -> frozenset[int]:
    """Who is in a group at the target."""
    if key in sent:
        return sent[key]
    return found[key].members if key in found else frozenset()


def _named(verdict: Verdict, sent: frozenset[int], missing: bool) -> frozenset[int]:
    """The members whose names a change would show."""
    want = verdict.members if isinstance(verdict, Wanted) else frozenset()
    return want | sent if missing else want ^ sent


def _with_members(applied: Applied | None, sent: frozenset[int] | None) -> Applied | None:
    return None if applied is None else replace(applied, members=sent or frozenset())


def _judge_group(
    world: World,
    facts: GroupFacts,
    key: str,
    draft: Verdict,
    claims: Claims,
    found: Found | None,
    applied: Applied | None,
    logins: dict[int, str],
) -> Judged:
    verdict = draft
    if isinstance(draft, Wanted):
        name = str(applied.fields.get("name", "")) if applied else ""
        verdict = settle_name(key, facts.pk, draft, claims, name)
    base = found if applied is None else None
    if isinstance(verdict, Wanted):
        held = applied.fields if applied else base.fields if base else {}
        verdict = _as_called(verdict, str(held.get("name", "")))
    changes = list(fields_change(world, key, facts.name, 2, verdict, applied, base))
    have = applied.members if applied else base.members if base else frozenset()
    want = verdict.members if isinstance(verdict, Wanted) else frozenset()
    remote = applied.remote_id if applied else ""
    add = {pk: logins.get(pk, str(pk)) for pk in want - have}
    missing = facts.missing and isinstance(verdict, Wanted)
    remove = {pk: logins.get(pk, str(pk)) for pk in (have if missing else have - want)}
    if changes and changes[0].action != UPDATE:
        changes[0] = replace(changes[0], add=add)
    elif add:
        changes.append(
            Change(
                world.name, key, facts.name, 2, MEMBERS, UPDATE, remote, add=add, held=world.manual
            )
        )
    if remove and not isinstance(verdict, Blocked):
        goes = missing or isinstance(verdict, Absent)
        cause = MISSING if missing else verdict.cause if isinstance(verdict, Absent) else ""
        changes.append(
            Change(
                world.name, key, facts.name, 2, REMOVALS, UPDATE, remote,
                remove=remove, cause=cause, held=True, absence=missing,
                notes=(farewell(world),) if goes else (), ends=deletion(world) if goes else None,
            )
        )  # fmt: skip
    leaving = NOTHING
    if isinstance(verdict, Absent) and applied is not None:
        leaving = leave_group(world, key, facts.name, verdict, applied)
        changes += leaving.changes
    return Judged(
        key,
        facts.pk,
        facts.name,
        verdict,
        draft,
        applied,
        base,
        tuple(changes),
        recheck_at=leaving.recheck_at,
    )


def _as_called(wanted: Wanted, there: str) -> Wanted:
    """A name that OX took although it usually allows fewer characters stays as it is."""
    folded = fold_group_name(there) if there else ""
    if folded == there or folded != wanted.fields["name"]:
        return wanted
    fields = {**wanted.fields, "name": there}
    return replace(wanted, fields=fields, name_key=group_key(there))


def _sent_members(applied: dict[str, Applied]) -> dict[str, frozenset[int]]:
    by_pk = {one.pk: key for key, one in applied.items()}
    sent: dict[str, set[int]] = {}
    for pk, person in models.AppliedMember.objects.filter(applied__in=by_pk).values_list(
        "applied_id", "person_id"
    ):
        sent.setdefault(by_pk[pk], set()).add(person)
    return {key: frozenset(people) for key, people in sent.items()}
