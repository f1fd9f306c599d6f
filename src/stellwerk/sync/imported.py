"""Who is who at a target where another connector was before: adoption by imported ids.

An imported id outweighs login and address, and nobody else gets the account it names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from stellwerk.core.said import say
from stellwerk.sync import models
from stellwerk.sync.found import CONTEXT_ADMIN, people_behind
from stellwerk.sync.names import group_key
from stellwerk.sync.wanted import Blocked, Facts, Found, Verdict, Wanted, World


def people(
    world: World,
    facts: Sequence[Facts],
    drafts: Mapping[str, Verdict],
    found: Mapping[str, Found | Blocked],
) -> dict[str, Found | Blocked]:
    """What was found for people by login, corrected by the ids that were imported."""
    new = {
        one.key: draft
        for one in facts
        if one.applied is None and isinstance(draft := drafts[one.key], Wanted)
    }
    if not new or not models.Imported.objects.filter(target=world.target).exists():
        return dict(found)
    result = _without_others(world, found)
    links = models.Imported.objects.filter(target=world.target, object__in=list(new))
    wanted = {(link.scope, link.remote_id): link for link in links if link.remote_id}
    there = {
        (row.scope, row.remote_id): row
        for row in models.Found.objects.filter(
            target=world.target, kind="user", remote_id__in=[one for _, one in wanted]
        )
    }
    held = _held(world, [one for _, one in wanted])
    for place, link in wanted.items():
        row = there.get(place)
        if row is None or place in held or row.remote_id == CONTEXT_ADMIN:
            continue  # gone from OX, or somebody's meanwhile: login and address decide
        if link.scope == new[link.object].scope:
            fields = _with_photo(row.fields, link.photo)
            result[link.object] = Found(row.pk, row.remote_id, row.mail_key, fields)
        else:
            result[link.object] = _elsewhere(row, new[link.object].scope)
    return result


def _without_others(
    world: World, found: Mapping[str, Found | Blocked]
) -> dict[str, Found | Blocked]:
    """Whom an imported id makes somebody else's account is not found by login and address."""
    rows = {one.pk: key for key, one in found.items() if isinstance(one, Found)}
    there = list(models.Found.objects.filter(pk__in=rows))
    by_id = owners(world, there)
    result = dict(found)
    for row in there:
        key, owner = rows[row.pk], by_id.get((row.scope, row.remote_id))
        if owner is not None and key != f"person:{owner}":
            result[key] = Blocked(
                "conflict",
                say(
                    "The account %(name)s in context %(context)s is somebody else's by its"
                    " imported number.",
                    name=row.name,
                    context=row.scope,
                ),
                say("Correct login or address of one of the two in the directory."),
            )
    return result


def _elsewhere(row: models.Found, scope: str) -> Blocked:
    return Blocked(
        "imported_elsewhere",
        say(
            "The account is %(name)s in context %(context)s in OX, but the directory"
            " says context %(wanted)s.",
            name=row.name,
            context=row.scope,
            wanted=scope,
        ),
        say(
            "Set oxContext to %(context)s until the account is taken over; then move it.",
            context=row.scope,
        ),
    )


def _held(world: World, remote: Sequence[str]) -> set[tuple[str, str]]:
    rows = models.Applied.objects.filter(
        target=world.target, person__isnull=False, remote_id__in=remote
    )
    return set(rows.values_list("scope", "remote_id"))


def _with_photo(fields: Mapping[str, Any], photo: str) -> dict[str, Any]:
    """OX keeps pictures smaller than they were sent: what was sent is what is compared."""
    if not photo or not fields.get("image1"):
        return dict(fields)
    return {**fields, "image1": f"sha256:{photo}"}


def owners(world: World, rows: Sequence[models.Found]) -> dict[tuple[str, str], int]:
    """The people whom imported ids make owners of found users, by scope and remote id."""
    ids = [row.remote_id for row in rows if row.kind == "user"]
    links = models.Imported.objects.filter(target=world.target, remote_id__in=ids)
    return {
        (scope, remote): int(key.partition(":")[2])
        for key, scope, remote in links.values_list("object", "scope", "remote_id")
        if key.startswith("person:")
    }


def groups(
    world: World, drafts: Mapping[str, Verdict], found: Mapping[str, Found]
) -> dict[str, Found]:
    """What was found for groups (``group:5@10``), with the names and members that were imported."""
    links = models.Imported.objects.filter(target=world.target)
    if not links.exists():
        return dict(found)
    result = dict(found)
    plain = {key: key.partition("@")[0] for key in drafts}
    known = dict(links.filter(object__in=set(plain.values())).values_list("object", "name"))
    wanted = {
        (draft.scope, group_key(known[plain[key]])): key
        for key, draft in drafts.items()
        if isinstance(draft, Wanted) and known.get(plain[key])
    }
    named = models.Found.objects.filter(
        target=world.target, kind="group", name_key__in={key for _, key in wanted}
    )
    for row in named:
        if key := wanted.get((row.scope, row.name_key)):
            members = frozenset(people_behind(world, row.scope, row.members).values())
            result[key] = Found(row.pk, row.remote_id, "", row.fields, members=members)
    return {key: _with_members(world, one) for key, one in result.items()}


def _with_members(world: World, one: Found) -> Found:
    row = models.Found.objects.get(pk=one.pk)
    ids = [str(member) for member in row.members]
    links = models.Imported.objects.filter(
        target=world.target, scope=row.scope, remote_id__in=ids, object__startswith="person:"
    )
    ours = {int(key.partition(":")[2]) for key in links.values_list("object", flat=True)}
    return replace(one, members=one.members | ours)
