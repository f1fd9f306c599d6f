"""From object keys to verdicts and changes: the one way plan, router and worker all look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stellwerk.people.models import Person
from stellwerk.sync import models, names
from stellwerk.sync.changes import (
    ADOPT,
    CREATE,
    DISABLE,
    FIELDS,
    LEAVE,
    MEMBERS,
    REMOVALS,
    UPDATE,
    Change,
)
from stellwerk.sync.claims import load_claims
from stellwerk.sync.facts import GroupFacts, load_applied, load_groups, load_people
from stellwerk.sync.found import find_groups, find_people
from stellwerk.sync.members import member_logins, members_in
from stellwerk.sync.names import Claims
from stellwerk.sync.wanted import (
    Absent,
    Applied,
    Blocked,
    Facts,
    Found,
    Verdict,
    Wanted,
    World,
    draft_context,
    draft_group,
    draft_person,
    settle_group,
    settle_person,
)
from stellwerk.targets.ox.access import ACCESS
from stellwerk.targets.ox.difference import diff_user


@dataclass(frozen=True, slots=True)
class Judged:
    """One object with what is wanted of it, what is there, and what would therefore happen."""

    key: str
    number: int
    label: str
    verdict: Verdict
    draft: Verdict
    applied: Applied | None = None
    found: Found | None = None
    changes: tuple[Change, ...] = ()
    in_the_way: str = ""

    @property
    def kind(self) -> str:
        """person, group or context."""
        return self.key.partition(":")[0]


def judge(
    world: World, keys: Sequence[str], *, impatient: frozenset[str] = frozenset()
) -> list[Judged]:
    """Judge objects of one target: contexts, people and scoped groups (``group:5@10``), mixed.

    ``impatient`` objects take a suffix instead of waiting for a name to be released.
    """
    contexts = [key for key in keys if key.startswith("context:")]
    people = [key for key in keys if key.startswith("person:")]
    groups = [key for key in keys if key.startswith("group:") and "@" in key]
    return [
        *_judge_contexts(world, contexts),
        *_judge_people(world, people, impatient),
        *_judge_groups(world, groups),
    ]


def _judge_contexts(world: World, keys: Sequence[str]) -> list[Judged]:
    if not keys:
        return []
    by_entry = {context.entry: context for context in world.contexts.values()}
    applied = load_applied(world.target, object__in=keys)
    found = {
        row.scope: row
        for row in models.Found.objects.filter(target=world.target, kind="context").exclude(
            remote_id=""
        )
    }
    judged = []
    for key in keys:
        context = by_entry.get(int(key.partition(":")[2]))
        if context is None:
            continue
        verdict = draft_context(context)
        there = applied.get(key)
        base = _found(found.get(context.scope)) if there is None else None
        change = _fields_change(world, key, context.scope, 0, verdict, there, base)
        judged.append(
            Judged(
                key,
                context.entry,
                f"context {context.scope}",
                verdict,
                verdict,
                there,
                base,
                change,
            )
        )
    return judged


def _judge_people(world: World, keys: Sequence[str], impatient: frozenset[str]) -> list[Judged]:
    facts = load_people(world, [int(key.partition(":")[2]) for key in keys])
    drafts = {one.key: draft_person(one, world) for one in facts}
    claims = load_claims(world, drafts) if drafts else Claims()
    found = find_people(world, facts, drafts)
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
        if isinstance(found, Blocked):
            verdict = found
    if isinstance(verdict, Wanted):
        blocker = claims.in_the_way(
            verdict.scope, names.person_key(verdict.fields["display_name"]), facts.key
        ) or claims.in_the_way(verdict.scope, verdict.mail_key, facts.key)
        way = blocker.object if blocker else ""
    base = found if isinstance(found, Found) and facts.applied is None else None
    changes: tuple[Change, ...] = ()
    if isinstance(verdict, Absent):
        changes = _leave_change(world, facts, verdict)
    else:
        changes = _fields_change(world, facts.key, facts.label, 1, verdict, facts.applied, base)
    return Judged(
        facts.key, facts.pk, facts.label, verdict, draft, facts.applied, base, changes, way
    )


def _leave_change(world: World, facts: Facts, verdict: Absent) -> tuple[Change, ...]:
    applied = facts.applied
    if applied is None or applied.disabled or not applied.remote_id:
        return ()
    old = applied.fields.get("mailenabled", "true")
    return (
        Change(
            world.name,
            facts.key,
            facts.label,
            1,
            LEAVE,
            DISABLE,
            applied.remote_id,
            {"mailenabled": (old, "false")},
            cause=verdict.cause,
            held=True,
        ),
    )


def _fields_change(
    world: World,
    key: str,
    label: str,
    rank: int,
    verdict: Verdict,
    applied: Applied | None,
    found: Found | None,
) -> tuple[Change, ...]:
    """The free part of a change; ``held`` only where everything is (apply = manual)."""
    if not isinstance(verdict, Wanted):
        return ()
    if applied is not None and applied.remote_id:
        action, base, remote = UPDATE, applied.fields, applied.remote_id
    elif found is not None:
        action, base, remote = ADOPT, found.fields, found.remote_id
    else:
        action, base, remote = CREATE, {}, ""
    fields = difference(verdict.fields, base, rank == 1)
    if action == UPDATE and not fields:
        return ()
    cause = f"rule {verdict.rule.name}" if verdict.rule else ""
    notes = list(verdict.notes)
    if rank == 1 and base:
        kept = diff_user(base, _plain(verdict.fields)).uncleared
        notes += [f"{note.field}: {note.text}" for note in kept]
    change = Change(
        world.name, key, label, rank, FIELDS, action, remote, fields,
        cause=cause, held=world.manual, notes=tuple(notes),
    )  # fmt: skip
    return (change,)


def difference(wanted: Any, base: Any, is_user: bool) -> dict[str, tuple[Any, Any]]:
    """What has to be sent: field -> (old, new). For users by OX's rules of what can be changed."""
    if not base:
        return {name: ("", value) for name, value in wanted.items() if value not in ("", [], None)}
    if is_user:
        send: dict[str, Any] = dict(diff_user(base, _plain(wanted)).send)
        if list(base.get(ACCESS, ())) != list(wanted[ACCESS]):
            send[ACCESS] = wanted[ACCESS]
    else:
        send = {name: value for name, value in wanted.items() if base.get(name, "") != value}
    return {name: (base.get(name, ""), value) for name, value in send.items()}


def _plain(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name != ACCESS}


def _judge_groups(world: World, keys: Sequence[str]) -> list[Judged]:
    if not keys:
        return []
    scopes = {key: key.partition("@")[2] for key in keys}
    facts = load_groups(world, sorted({_number(key) for key in keys}))
    applied = load_applied(world.target, object__in=keys)
    sent = _sent_members(applied)
    everybody = frozenset().union(*(one.people for one in facts.values()))
    where = members_in(world, everybody)
    drafts: dict[str, Verdict] = {}
    for key, scope in scopes.items():
        one = facts.get(_number(key))
        if one is not None:
            members = frozenset(pk for pk in one.people if where.get(pk) == scope)
            drafts[key] = draft_group(one.subject, scope, one.name, one.left, members, world)
    claims = load_claims(world, drafts)
    found = find_groups(world, drafts)
    logins = member_logins(
        {
            pk
            for key, verdict in drafts.items()
            for pk in (verdict.members if isinstance(verdict, Wanted) else frozenset())
            ^ sent.get(key, frozenset())
        }
    )
    return [
        _judge_group(
            world, facts[_number(key)], key, draft, claims, found.get(key),
            _with_members(applied.get(key), sent.get(key)), logins,
        )
        for key, draft in drafts.items()
    ]  # fmt: skip


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
        verdict = settle_group(key, facts.pk, draft, claims, name)
    base = found if applied is None else None
    changes = list(_fields_change(world, key, facts.name, 2, verdict, applied, base))
    have = applied.members if applied else base.members if base else frozenset()
    want = verdict.members if isinstance(verdict, Wanted) else frozenset()
    remote = applied.remote_id if applied else ""
    add = {pk: logins.get(pk, str(pk)) for pk in want - have}
    remove = {pk: logins.get(pk, str(pk)) for pk in have - want}
    if changes and changes[0].action != UPDATE:
        changes[0] = replace(changes[0], add=add)
    elif add:
        changes.append(
            Change(
                world.name, key, facts.name, 2, MEMBERS, UPDATE, remote, add=add, held=world.manual
            )
        )
    if remove and not isinstance(verdict, Blocked):
        cause = verdict.cause if isinstance(verdict, Absent) else ""
        changes.append(
            Change(
                world.name, key, facts.name, 2, REMOVALS, UPDATE, remote,
                remove=remove, cause=cause, held=True,
            )
        )  # fmt: skip
    return Judged(key, facts.pk, facts.name, verdict, draft, applied, base, tuple(changes))


def _sent_members(applied: dict[str, Applied]) -> dict[str, frozenset[int]]:
    by_pk = {one.pk: key for key, one in applied.items()}
    sent: dict[str, set[int]] = {}
    for pk, person in models.AppliedMember.objects.filter(applied__in=by_pk).values_list(
        "applied_id", "person_id"
    ):
        sent.setdefault(by_pk[pk], set()).add(person)
    return {key: frozenset(people) for key, people in sent.items()}


def _found(row: models.Found | None) -> Found | None:
    if row is None:
        return None
    return Found(row.pk, row.remote_id, "", row.fields, taken=False)


def _number(key: str) -> int:
    return int(key.partition(":")[2].partition("@")[0])


def person_of(login: str) -> Person | None:
    """The person with this login who has not left, if there is one."""
    return (
        Person.objects.filter(login_key=login.casefold()).exclude(state=Person.State.LEFT).first()
    )
