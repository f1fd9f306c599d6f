"""Stamps on what is about to be sent, doubt where one is left over, adoption of what was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stellwerk.core import clock
from stellwerk.core.saving import save_again
from stellwerk.sync import names
from stellwerk.sync.comparing import Judged
from stellwerk.sync.models import Applied, AppliedMember, Found
from stellwerk.sync.owning import owner_of
from stellwerk.sync.wanted import World
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.orders import Order


@dataclass(frozen=True, slots=True)
class Doubt:
    """An object of which it is not known whether the last call took effect."""

    pk: int
    scope: str
    remote_id: str
    name: str
    mail: str
    until: datetime | None


def doubtful(target: int, keys: Collection[str], token: str) -> dict[str, Doubt]:
    """Objects with a stamp of an older lease, or of a call that got no answer."""
    rows = Applied.objects.filter(target=target, object__in=list(keys)).exclude(stamp="")
    return {
        row.object: Doubt(
            row.pk,
            row.stamp_sent.get("scope", row.scope),
            row.stamp_sent.get("id", row.remote_id),
            row.stamp_sent.get("name", ""),
            row.stamp_sent.get("mail", ""),
            row.doubt_until,
        )
        for row in rows
        if row.stamp != token or row.doubt_until is not None
    }


def settle(doubt: Doubt, until: datetime) -> datetime:
    """Note until when the server may still be carrying out what its client gave up on."""
    Applied.objects.filter(pk=doubt.pk).update(doubt_until=until)
    return until


def _new(world: World, one: Judged, scope: str) -> Applied:
    return Applied(
        target_id=world.target,
        object=one.key,
        scope=scope,
        **{f"{owner_of(one.kind)}_id": one.number},
    )


def stamp(world: World, sending: Sequence[tuple[Judged, Order]], token: str) -> None:
    """Write who sends what, before it is sent; a create gets its row here."""
    now = clock.now()
    present = {
        row.object: row
        for row in Applied.objects.filter(
            target=world.target, object__in=[one.key for one, _ in sending]
        )
    }
    fresh, known = [], []
    for one, order in sending:
        if order.operation == orders.READ:
            continue
        row = present.get(one.key)
        if row is None:
            row = _new(world, one, order.scope)
            fresh.append(row)
        else:
            known.append(row)
        row.stamp, row.stamped, row.stamp_operation = token, now, order.operation
        row.stamp_sent = _sent(order)
        row.doubt_until = None
        if not row.remote_id:
            row.scope = order.scope
        if order.operation == orders.CREATE:
            row.name_key, row.mail_key = _keys(one)
    Applied.objects.bulk_create(fresh, batch_size=200)
    save_again(
        known,
        [
            "stamp",
            "stamped",
            "stamp_operation",
            "stamp_sent",
            "doubt_until",
            "name_key",
            "mail_key",
            "scope",
        ],
    )


def _sent(order: Order) -> dict[str, Any]:
    """What to look for if no answer comes. A copy is looked for by the name of its original."""
    sent: dict[str, Any] = {"name": order.name, "mail": order.mail}
    if order.operation not in {orders.COPY, orders.SWITCH, orders.CLEAR}:
        return sent
    sent["scope"] = order.scope
    if order.operation == orders.COPY:
        return {**sent, "id": "", "goal": dict(order.fields)}
    return {**sent, "id": order.remote_id}


def _keys(one: Judged) -> tuple[str, str]:
    """The names a create claims from now on, whatever comes of it."""
    verdict = one.verdict
    fields = getattr(verdict, "fields", {})
    mail_key = getattr(verdict, "mail_key", "")
    if one.kind == "person":
        return names.person_key(str(fields.get("display_name", ""))), mail_key
    return getattr(verdict, "name_key", ""), mail_key


def adopt(world: World, found: Sequence[tuple[Judged, str]]) -> None:
    """Make accounts of what the target held already, with what was read as applied."""
    for one, profile in found:
        assert one.found is not None
        fields = dict(one.found.fields)
        scope = getattr(one.verdict, "scope", "")
        row = _new(world, one, scope)
        row.remote_id, row.fields, row.profile = one.found.remote_id, fields, profile
        if one.kind != "context":
            row.name_key, row.mail_key = names.keys_of(one.kind, fields)
        row.save()
        AppliedMember.objects.bulk_create(
            [
                AppliedMember(applied=row, person_id=pk, login=one.found.logins.get(pk, ""))
                for pk in sorted(one.found.members)
            ],
            batch_size=500,
        )
        if one.kind != "context":
            Found.objects.filter(pk=one.found.pk).delete()
