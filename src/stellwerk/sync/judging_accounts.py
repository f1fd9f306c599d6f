"""Functional accounts, one per context they have members in: an account of each, by difference."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stellwerk.sync import models
from stellwerk.sync.changes import FIELDS, MEMBERS, MOVE, REMOVALS, UPDATE, Change
from stellwerk.sync.claims import load_claims
from stellwerk.sync.comparing import Judged, difference, fields_change
from stellwerk.sync.entries import load_accounts, logins
from stellwerk.sync.facts import load_applied
from stellwerk.sync.found import people_behind
from stellwerk.sync.leaving import MISSING
from stellwerk.sync.marks import number_of
from stellwerk.sync.members import member_logins, members_in, remote_ids
from stellwerk.sync.models import Applied as AppliedRow
from stellwerk.sync.models import AppliedMember
from stellwerk.sync.wanted import Absent, Applied, Blocked, Found, Verdict, Wanted, World
from stellwerk.sync.wanted_accounts import (
    AccountFacts,
    draft_account,
    keeping_address,
    settle_account,
)

ADDRESS = "primaryAddress"
_LOST = "what its member set in it goes with it; the mails stay on the mail server"
_REPLACED = (
    "OX cannot change the address of an account: each member gets one with the new address, then"
    " the old one is deleted"
)


def scoped_accounts(world: World, pks: Sequence[int]) -> list[str]:
    """The keys of functional accounts in every context they have members or accounts in."""
    if not pks:
        return []
    facts = load_accounts(pks)
    where = members_in(world, frozenset().union(*(one.people for one in facts.values())))
    scopes: dict[int, set[str]] = {
        pk: {where[person] for person in one.people if person in where} for pk, one in facts.items()
    }
    known = AppliedRow.objects.filter(
        target=world.target, entry__in=pks, object__startswith="functional_account:"
    )
    for pk, scope in known.values_list("entry_id", "scope"):
        if pk in scopes:
            scopes[pk].add(scope)
    return [
        f"functional_account:{pk}@{scope}"
        for pk, some in sorted(scopes.items())
        for scope in sorted(some)
    ]


def judge_accounts(world: World, keys: Sequence[str]) -> list[Judged]:
    """Judge functional accounts in a context (``functional_account:5@10``)."""
    if not keys:
        return []
    facts = load_accounts(sorted({number_of(key) for key in keys}))
    scopes = {k: k.partition("@")[2] for k in keys if number_of(k) in facts}
    applied = _with_members(load_applied(world.target, object__in=keys))
    members = _members(world, facts, scopes, applied)
    asked: dict[int, set[int]] = {}
    for key, some in members.items():
        asked.setdefault(number_of(key), set()).update(some)
    known = logins(world, facts, asked)
    drafts: dict[str, Verdict] = {}
    for key, scope in scopes.items():
        number = number_of(key)
        mine = {pk: known.get((number, pk), "") for pk in members[key]}
        drafts[key] = draft_account(facts[number], scope, mine, world)
    claims = load_claims(world, drafts)
    found = _found(world, drafts)
    verdicts = {
        key: settle_account(key, number_of(key), draft, claims)
        if isinstance(draft, Wanted)
        else draft
        for key, draft in drafts.items()
    }
    names = member_logins(
        {
            pk
            for key in drafts
            for pk in _named(verdicts[key], applied.get(key), facts[number_of(key)].missing)
        }
    )
    return [
        _judge(
            world, facts[number_of(key)], key, verdicts[key], drafts[key], applied.get(key),
            found.get(key) if key not in applied else None, names,
        )
        for key in drafts
    ]  # fmt: skip


def _members(
    world: World,
    facts: Mapping[int, AccountFacts],
    scopes: Mapping[str, str],
    applied: Mapping[str, Applied],
) -> dict[str, set[int]]:
    """Who is to have an account, by key.

    Who is switched off keeps what they have: whoever comes back finds it again, and with the user
    OX deletes it.
    """
    where = members_in(world, frozenset().union(*(one.people for one in facts.values())))
    found: dict[str, set[int]] = {}
    for key, scope in scopes.items():
        people = facts[number_of(key)].people
        there = {pk for pk in people if where.get(pk) == scope}
        off = (applied[key].members & people) - there if key in applied else frozenset()
        found[key] = there | set(remote_ids(world.target, scope, off))
    return found


def _named(verdict: Verdict, applied: Applied | None, missing: bool) -> frozenset[int]:
    """The members whose names a change might show: all but those who stay as they are."""
    want = verdict.logins if isinstance(verdict, Wanted) else {}
    have = applied.logins if applied else {}
    return frozenset(pk for pk in {*want, *have} if missing or want.get(pk) != have.get(pk))


def _judge(
    world: World,
    facts: AccountFacts,
    key: str,
    verdict: Verdict,
    draft: Verdict,
    applied: Applied | None,
    found: Found | None,
    names: Mapping[int, str],
) -> Judged:
    changes: list[Change] = []
    base: Applied | Found | None = applied or found
    have = base.members if base else frozenset()
    want = verdict.members if isinstance(verdict, Wanted) else frozenset()
    remote = base.remote_id if base else ""
    part = Change(world.name, key, facts.name, 2, MEMBERS, UPDATE, remote, held=world.manual)
    if isinstance(verdict, Wanted):
        if applied is not None and _other_address(verdict, applied):
            fields = difference(verdict.fields, applied.fields, is_user=False)
            move = replace(part, part=MOVE, fields=fields, held=True, notes=(_REPLACED,))
            return _judged(facts, key, verdict, draft, applied, found, [move])
        goal = keeping_address(verdict, remote) if remote else verdict
        changes += fields_change(world, key, facts.name, 2, goal, applied, found)
        relogin = _relogin(verdict, base, names)
        if relogin and changes:
            changes[0] = replace(changes[0], fields={**changes[0].fields, **relogin})
        elif relogin:
            changes.append(replace(part, part=FIELDS, fields=relogin))
        add = {pk: names.get(pk, str(pk)) for pk in want - have}
        if add and changes and changes[0].action != UPDATE:
            changes[0] = replace(changes[0], add=add)
        elif add:
            changes.append(replace(part, add=add))
    missing = facts.missing and isinstance(verdict, Wanted)
    gone = have if missing else have - want
    if gone and not isinstance(verdict, Blocked):
        cause = MISSING if missing else verdict.cause if isinstance(verdict, Absent) else ""
        remove = {pk: names.get(pk, str(pk)) for pk in gone}
        changes.append(
            replace(
                part, part=REMOVALS, remove=remove, cause=cause, held=True, absence=missing,
                notes=(_LOST,),
            )
        )  # fmt: skip
    return _judged(facts, key, verdict, draft, applied, found, changes)


def _judged(
    facts: AccountFacts,
    key: str,
    verdict: Verdict,
    draft: Verdict,
    applied: Applied | None,
    found: Found | None,
    changes: Sequence[Change],
) -> Judged:
    return Judged(key, facts.pk, facts.name, verdict, draft, applied, found, tuple(changes))


def _other_address(verdict: Wanted, applied: Applied) -> bool:
    address = str(verdict.fields[ADDRESS])
    return bool(applied.remote_id) and address.casefold() != applied.remote_id.casefold()


def _relogin(
    verdict: Wanted, base: Applied | Found | None, names: Mapping[int, str]
) -> dict[str, tuple[str, str]]:
    """The members who sign in with something else than they were sent with."""
    had = base.logins if base else {}
    return {
        f"login ({names.get(pk, pk)})": (had[pk], login)
        for pk, login in sorted(verdict.logins.items())
        if pk in had and had[pk] != login
    }


def _with_members(applied: Mapping[str, Applied]) -> dict[str, Applied]:
    by_pk = {one.pk: key for key, one in applied.items()}
    sent: dict[str, dict[int, str]] = {key: {} for key in applied}
    rows = AppliedMember.objects.filter(applied__in=by_pk)
    for pk, person, login in rows.values_list("applied_id", "person_id", "login"):
        sent[by_pk[pk]][person] = login
    return {
        key: replace(one, members=frozenset(sent[key]), logins=sent[key])
        for key, one in applied.items()
    }


def _found(world: World, drafts: Mapping[str, Verdict]) -> dict[str, Found]:
    """The accounts that were there under these addresses, of people who are ours."""
    wanted = {
        (draft.scope, draft.name_key): (key, draft)
        for key, draft in drafts.items()
        if isinstance(draft, Wanted)
    }
    rows = models.Found.objects.filter(
        target=world.target, kind="functional_account", name_key__in=[key for _, key in wanted]
    )
    result: dict[str, Found] = {}
    for row in rows:
        if match := wanted.get((row.scope, row.name_key)):
            key, draft = match
            people = people_behind(world, row.scope, row.members)
            logins = {
                pk: str(row.fields["logins"][remote])
                for remote, pk in people.items()
                if pk in draft.members
            }
            fields = {name: row.fields[name] for name in ("name", "personal", ADDRESS)}
            result[key] = Found(
                row.pk, row.remote_id, "", fields, members=frozenset(logins), logins=logins
            )
    return {key: one for key, one in result.items() if one.members}
