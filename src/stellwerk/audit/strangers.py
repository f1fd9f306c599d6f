"""Who stands behind what is at a target and nobody's: somebody on the way in or out, or nobody."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from stellwerk.audit import comparing
from stellwerk.audit.place import Place
from stellwerk.core import fold
from stellwerk.people.models import Entry, Group, Person
from stellwerk.portals.models import Portal
from stellwerk.sync.comparing import Judged
from stellwerk.sync.judging import judge
from stellwerk.sync.models import Applied, Tombstone
from stellwerk.sync.wanted import Wanted

_SAME = {"person": comparing.same_user, "resource": comparing.same_resource}


def no_strangers_after_all(
    place: Place, kind: str, names: Mapping[str, str], began: datetime
) -> set[str]:
    """Of these ids those that were made, are being made, moved or deleted by us since the reading
    began. `names` are what they are called there.
    """
    target = place.world.target
    ids = list(names)
    here = Applied.objects.filter(target=target, scope=place.scope, object__startswith=f"{kind}:")
    fresh = here.filter(remote_id__in=ids).only("remote_id", "fields")
    same = _SAME.get(kind, comparing.same_group)
    known = {row.remote_id for row in fresh if same({"name": names[row.remote_id]}, row.fields)}
    going = Applied.objects.filter(target=target, move__scope=place.scope)
    known |= {row.move.get("remote_id", "") for row in going.only("move")}
    buried = Tombstone.objects.filter(target=target, scope=place.scope, at__gte=began)
    known |= set(buried.values_list("remote_id", flat=True))
    making = Applied.objects.filter(target=target, object__startswith=f"{kind}:").exclude(stamp="")
    made = {str(row.stamp_sent.get("name", "")) for row in making.only("stamp_sent")}
    return {one for one, name in names.items() if one in known or name in made}


def owners_of_users(place: Place, users: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Login and address -> key of the person who has both and no account at this target yet."""
    wanted = {comparing.user_identity(fields) for fields in users}
    logins = [fold.key(login) for login, _ in wanted]
    rows = Person.objects.filter(portal__in=_portal(place), login_key__in=logins)
    rows = rows.exclude(state=Person.State.LEFT)
    found = {
        (login, mail.casefold()): pk for pk, login, mail in rows.values_list("pk", "login", "mail")
    }
    taken = Applied.objects.filter(target=place.world.target, person__in=found.values())
    busy = set(taken.exclude(remote_id="").values_list("person_id", flat=True))
    return {one: f"person:{pk}" for one, pk in found.items() if one in wanted and pk not in busy}


def owners_of_groups(place: Place, names: Sequence[str]) -> dict[str, str]:
    """Folded name -> key of the group of that name that is not in this context yet."""
    keys = {name.strip().casefold() for name in names}
    rows = Group.objects.filter(portal__in=_portal(place), name_key__in=keys, left_at=None)
    found = {name: f"group:{pk}@{place.scope}" for pk, name in rows.values_list("pk", "name_key")}
    taken = Applied.objects.filter(target=place.world.target, object__in=found.values())
    busy = set(taken.exclude(remote_id="").values_list("object", flat=True))
    return {name: key for name, key in found.items() if key not in busy}


def owners_of_resources(place: Place, names: Collection[str]) -> dict[str, str]:
    """Folded name -> key of the resource of that name that is to be here and is not yet."""
    rows = Entry.objects.filter(portal__in=_portal(place), kind="resource", left_at=None)
    keys = {f"resource:{pk}": fold.key(name) for pk, name in rows.values_list("pk", "name")}
    some = sorted(key for key, name in keys.items() if name in names)
    return {
        str(one.verdict.fields["name"]).casefold(): one.key
        for one in _judged(place, some)
        if isinstance(one.verdict, Wanted) and one.verdict.scope == place.scope
    }


def owners_of_accounts(place: Place, addresses: Collection[str]) -> dict[str, str]:
    """Folded address -> key of the functional account that is to be here and is not yet."""
    rows = Entry.objects.filter(portal__in=_portal(place), kind="functional_account", left_at=None)
    some = [
        f"functional_account:{pk}@{place.scope}"
        for pk, attributes in rows.values_list("pk", "attributes")
        if fold.key((attributes.get("mailPrimaryAddress") or [""])[0]) in addresses
    ]
    return {
        str(one.verdict.fields["primaryAddress"]).casefold(): one.key
        for one in _judged(place, sorted(some))
        if isinstance(one.verdict, Wanted)
    }


def _judged(place: Place, keys: Sequence[str]) -> list[Judged]:
    """What is wanted of these, those left out that have something at this target."""
    there = Applied.objects.filter(target=place.world.target, object__in=list(keys))
    busy = set(there.exclude(remote_id="").values_list("object", flat=True))
    return judge(place.world, [key for key in keys if key not in busy])


def _portal(place: Place) -> Any:
    return Portal.objects.filter(targets=place.world.target).values("pk")
