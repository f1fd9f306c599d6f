"""Loads who claims which names and addresses at a target, for the drafts of one batch."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Min, Q

from stellwerk.people.models import Person
from stellwerk.sync.facts import load_people
from stellwerk.sync.imported import owners as imported_owners
from stellwerk.sync.models import Applied, Found, Work
from stellwerk.sync.names import Claim, Claims, mail_key
from stellwerk.sync.wanted import Verdict, Wanted, World, draft_person

_CHUNK = 400


def load_claims(world: World, drafts: Mapping[str, Verdict], also: Collection[str] = ()) -> Claims:
    """All claims to the names and addresses that these drafts (object key -> verdict) want, and
    to `also` (name and mail keys).
    """
    claims = Claims()
    keys = set(also)
    for verdict in drafts.values():
        if isinstance(verdict, Wanted):
            keys |= {verdict.name_key, *_spares(verdict.name_key)}
            if verdict.mail_key:
                keys.add(verdict.mail_key)
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        _add(claims, world, ordered[start : start + _CHUNK], drafts)
    _add_drafts(claims, drafts, set())
    return claims


def _spares(key: str) -> set[str]:
    numbered = key.startswith(("group:", "resource:"))
    return {f"{key}-{number}" for number in range(2, 6)} if numbered else set()


def _add(claims: Claims, world: World, keys: Sequence[str], drafts: Mapping[str, Verdict]) -> None:
    target = world.target
    asked = set(keys)
    rows = Applied.objects.filter(Q(name_key__in=keys) | Q(mail_key__in=keys), target=target)
    holding = [
        (key, scope, name)
        for key, scope, *names in rows.values_list("object", "scope", "name_key", "mail_key")
        for name in names
        if name in asked
    ]
    others = {key for key, _, _ in holding} - set(drafts)
    later = _redraft(world, others)
    for key, scope, name in holding:
        verdict = drafts.get(key) or later.get(key)
        # Who leaves keeps all names until the account is deleted.
        wants = not isinstance(verdict, Wanted) or (
            verdict.scope == scope and name in {verdict.name_key, verdict.mail_key}
        )
        if isinstance(verdict, Wanted) and _is_suffix_of(name, verdict.name_key):
            wants = True
        claims.add(scope, name, Claim(key, _number(key), holds=True, wants=wants))
    held = {(key, scope, name) for key, scope, name in holding}
    _add_waiting(claims, world, keys, drafts, others)
    _add_drafts(claims, later, held)
    _add_strangers(claims, world, keys)


def _add_waiting(
    claims: Claims,
    world: World,
    keys: Sequence[str],
    drafts: Mapping[str, Verdict],
    others: set[str],
) -> None:
    """Of all who wait for a name only the first can be in anybody's way, and speaks for the rest.

    Hundreds may be called Anna Becker in a directory of a hundred thousand.
    """
    scopes = {verdict.scope for verdict in drafts.values() if isinstance(verdict, Wanted)}
    rows = Work.objects.filter(target=world.target, scope__in=scopes, state=Work.State.READY)
    rows = rows.exclude(object__in=[*drafts, *sorted(others)])
    for column in ("name_key", "mail_key"):
        first = rows.filter(**{f"{column}__in": keys}).order_by().values_list("scope", column)
        for scope, name, number in first.annotate(Min("number")):
            claims.add(scope, name, Claim(f"first:{number}", number, holds=False, wants=True))


def _is_suffix_of(name: str, base: str) -> bool:
    return name != base and name.startswith(base)


def _redraft(world: World, objects: set[str]) -> dict[str, Verdict]:
    """What holders with open work want: they may be about to release what they hold.

    Those who wait for a person or for their time are not.
    """
    due = Work.objects.filter(
        target=world.target, object__in=sorted(objects), state=Work.State.READY
    ).exclude(lane__startswith="~")
    people = [row.number for row in due if row.object.startswith("person:")]
    return {facts.key: draft_person(facts, world) for facts in load_people(world, people)}


def _add_drafts(
    claims: Claims, drafts: Mapping[str, Verdict], held: set[tuple[str, str, str]]
) -> None:
    for key, verdict in drafts.items():
        if not isinstance(verdict, Wanted):
            continue
        for name in (verdict.name_key, verdict.mail_key):
            known = claims.by_name.get((verdict.scope, name), ())
            if name and not any(c.object == key for c in known):
                claims.add(verdict.scope, name, Claim(key, _number(key), holds=False, wants=True))


def _add_strangers(claims: Claims, world: World, keys: Sequence[str]) -> None:
    """What the target held before us: ours to be if login and mail match, else a stranger's."""
    rows = list(
        Found.objects.filter(Q(name_key__in=keys) | Q(mail_key__in=keys), target=world.target)
    )
    users = [row.name.casefold() for row in rows if row.kind == "user"]
    owners = {
        (login, mail_key(mail)): pk
        for pk, login, mail in Person.objects.filter(login_key__in=users).values_list(
            "pk", "login", "mail"
        )
    }
    imported = imported_owners(world, rows)
    asked = set(keys)
    for row in rows:
        if row.kind != "user":
            continue  # whoever made a group or a resource of that name, it is adopted
        pk = imported.get((row.scope, row.remote_id)) or owners.get((row.name, row.mail_key))
        claim = Claim("" if pk is None else f"person:{pk}", pk or 0, holds=True, wants=True)
        for name in {row.name_key, row.mail_key} & asked:
            claims.add(row.scope, name, claim)


def _number(key: str) -> int:
    return int(key.partition(":")[2].partition("@")[0])
