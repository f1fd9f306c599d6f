"""What a target held before anything was sent: matched for adoption, or a conflict by name."""

from collections.abc import Mapping, Sequence

from stellwerk.people.models import Person
from stellwerk.sync import models
from stellwerk.sync.wanted import Blocked, Facts, Found, Verdict, Wanted, World

CONTEXT_ADMIN = "2"
"""OX gives a context's administrator this user id, always; it is never adopted."""


def find_people(
    world: World, facts: Sequence[Facts], drafts: Mapping[str, Verdict]
) -> dict[str, Found | Blocked]:
    """For people without an account: the one found under their login, or the conflict."""
    wanted = {
        (draft.scope, str(draft.fields["name"])): (one, draft)
        for one in facts
        if one.applied is None and isinstance(draft := drafts[one.key], Wanted)
    }
    result: dict[str, Found | Blocked] = {}
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


def conflict(name: str, scope: str, mail: str) -> Blocked:
    """A user of that name is in OX, and is not this person as far as one can tell."""
    return Blocked(
        "conflict",
        f"OX already has a user {name} in context {scope}, with the address {mail or '(none)'}.",
        "If it is the same person, give both the same primary address; else rename one of them.",
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
    ids = [str(one) for one in remote]
    rows = models.Applied.objects.filter(target=world.target, scope=scope, remote_id__in=ids)
    ours = set(rows.exclude(person=None).values_list("person_id", flat=True))
    # Members who are themselves still to be adopted are ours by their login.
    logins = models.Found.objects.filter(
        target=world.target, scope=scope, kind="user", remote_id__in=ids
    ).values_list("name", flat=True)
    return frozenset(
        ours | set(Person.objects.filter(login__in=list(logins)).values_list("pk", flat=True))
    )
