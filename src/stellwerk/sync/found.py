"""What a target held before anything was sent: matched for adoption, or a conflict by name."""

from collections.abc import Mapping, Sequence

from django.db.models import Q

from stellwerk.core.said import say
from stellwerk.people.models import Person
from stellwerk.sync import models
from stellwerk.sync.wanted import Blocked, Facts, Found, Verdict, Wanted, World

CONTEXT_ADMIN = "2"
"""OX gives a context's administrator this user id, always; it is never adopted."""


def find_people(
    world: World, facts: Sequence[Facts], drafts: Mapping[str, Verdict]
) -> dict[str, Found | Blocked]:
    """For people without an account: the one found under their login, or the conflict.

    For people whose account is in another context whatever has their login or address is in the
    way.
    """
    result = _in_the_way(world, facts, drafts)
    wanted = {
        (draft.scope, str(draft.fields["name"])): (one, draft)
        for one in facts
        if one.applied is None and isinstance(draft := drafts[one.key], Wanted)
    }
    if not wanted:
        return result
    rows = models.Found.objects.filter(
        target=world.target, kind="user", name__in=[name for _, name in wanted]
    )
    for row in rows:
        match = wanted.get((row.scope, row.name))
        if match is None:
            continue
        one, draft = match
        if row.remote_id != CONTEXT_ADMIN and row.mail_key == draft.mail_key:
            result[one.key] = Found(row.pk, row.remote_id, row.mail_key, row.fields)
        else:
            result[one.key] = conflict(row.name, row.scope, row.mail_key.partition(":")[2])
    return result


def _in_the_way(
    world: World, facts: Sequence[Facts], drafts: Mapping[str, Verdict]
) -> dict[str, Found | Blocked]:
    moving = [
        (one, draft, one.applied)
        for one in facts
        if isinstance(draft := drafts[one.key], Wanted)
        and one.applied is not None
        and one.applied.move is None
        and one.applied.remote_id
        and one.applied.scope != draft.scope
    ]
    if not moving:
        return {}
    logins = {str(applied.fields.get("name", "")) for _, _, applied in moving}
    mails = {draft.mail_key for _, draft, _ in moving}
    rows = list(
        models.Found.objects.filter(
            Q(name__in=logins) | Q(mail_key__in=mails), target=world.target, kind="user"
        )
    )
    result: dict[str, Found | Blocked] = {}
    for one, draft, applied in moving:
        for row in rows:
            same = row.name == applied.fields.get("name") or row.mail_key == draft.mail_key
            if row.scope == draft.scope and same:
                result[one.key] = _occupied(row, applied.scope)
    return result


def _occupied(row: models.Found, scope: str) -> Blocked:
    mail = row.mail_key.partition(":")[2] or say("(none)")
    return Blocked(
        "move_conflict",
        say(
            "The account is in context %(origin)s and is to move to %(context)s, but OX has a user"
            " %(user)s with the address %(address)s there already.",
            origin=scope,
            context=row.scope,
            user=row.name,
            address=mail,
        ),
        say("Delete or rename the account that is not wanted any more in OX; nothing is merged."),
    )


def conflict(name: str, scope: str, mail: str) -> Blocked:
    """A user of that name is in OX, and is not this person as far as one can tell."""
    return Blocked(
        "conflict",
        say(
            "OX already has a user %(user)s in context %(context)s, with the address %(address)s.",
            user=name,
            context=scope,
            address=mail or say("(none)"),
        ),
        say(
            "If it is the same person, give both the same primary address; else rename one of them."
        ),
    )


def find_groups(world: World, drafts: Mapping[str, Verdict]) -> dict[str, Found]:
    """For groups: the one found under their name in their context, members as people."""
    wanted = {
        (draft.scope, draft.name_key): key
        for key, draft in drafts.items()
        if isinstance(draft, Wanted)
    }
    rows = models.Found.objects.filter(
        target=world.target, kind="group", name_key__in=[name for _, name in wanted]
    )
    result: dict[str, Found] = {}
    for row in rows:
        key = wanted.get((row.scope, row.name_key))
        if key is not None:
            members = _ours(world, row.scope, row.members)
            result[key] = Found(row.pk, row.remote_id, "", row.fields, members=members)
    return result


def _ours(world: World, scope: str, remote: Sequence[str]) -> frozenset[int]:
    return frozenset(people_behind(world, scope, remote).values())


def people_behind(world: World, scope: str, remote: Sequence[str]) -> dict[str, int]:
    """Id in a context -> whose account it is; those still to be adopted are ours by their login."""
    ids = [str(one) for one in remote]
    logins = models.Found.objects.filter(
        target=world.target, scope=scope, kind="user", remote_id__in=ids
    ).values_list("remote_id", "name")
    named = dict(logins)
    people = Person.objects.filter(login__in=list(named.values())).values_list("login", "pk")
    by_login = dict(people)
    found = {one: by_login[login] for one, login in named.items() if login in by_login}
    rows = models.Applied.objects.filter(target=world.target, scope=scope, remote_id__in=ids)
    ours = rows.exclude(person=None).values_list("remote_id", "person_id")
    return found | {one: pk for one, pk in ours if pk is not None}
