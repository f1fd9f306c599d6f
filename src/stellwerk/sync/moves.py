"""Outcomes of a move's steps come home: copied, switched, cleared away."""

from collections.abc import Mapping
from typing import Any

from stellwerk.core import clock
from stellwerk.sync.applying import rekey
from stellwerk.sync.models import Applied, AppliedMember, Tombstone
from stellwerk.sync.wanted import COPIED, SWITCHED, Wanted
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.access import ACCESS, flags_on
from stellwerk.targets.ox.difference import diff_user
from stellwerk.targets.ox.orders import Outcome

STEPS = {orders.COPY, orders.SWITCH, orders.CLEAR}
_LEFT = "left"


def take_step(row: Applied, outcome: Outcome, verdict: object) -> dict[str, set[int]]:
    """Note a step that succeeded in the applied row; the caller saves it.

    Returns the people, by context, whose groups there are to be looked at.
    """
    order = outcome.order
    if order.operation == orders.COPY:
        if outcome.copied:
            row.move = _copied(outcome, order.fields)
        return {}
    if order.operation == orders.SWITCH:
        assert isinstance(verdict, Wanted)
        return _switch(row, outcome, verdict)
    return _clear(row)


def _copied(outcome: Outcome, goal: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "scope": outcome.order.scope,
        "remote_id": outcome.remote_id,
        "step": COPIED,
        "fields": dict(outcome.found or {}),
        "goal": dict(goal),
    }


def _switch(row: Applied, outcome: Outcome, verdict: Wanted) -> dict[str, set[int]]:
    """From now on the copy is the account, and the old one is what is left over."""
    order = outcome.order
    old = {"scope": row.scope, "remote_id": row.remote_id, "step": SWITCHED, "fields": {}}
    row.fields = {**row.move.get("fields", {}), **_sent(row, order.fields)}
    if order.rights is not None:
        row.fields[ACCESS] = flags_on(order.rights)
    row.scope, row.remote_id = order.scope, order.remote_id
    row.version += 1
    row.disabled, row.disabled_at, row.by_hand = False, None, False
    row.rule, row.profile = (verdict.rule.rule if verdict.rule else None), verdict.profile
    row.move = old
    rekey(order.kind, row)
    return {} if row.person_id is None else {row.scope: {row.person_id}}


def _sent(row: Applied, fields: Mapping[str, Any]) -> dict[str, Any]:
    # A picture that OX scaled cannot be compared: what was sent before was copied with the rest.
    kept = {name: row.fields[name] for name in ("image1",) if name in row.fields}
    return {**kept, **fields}


def _clear(row: Applied) -> dict[str, set[int]]:
    """What was left in the other context is gone, and with it its memberships there."""
    scope, step = str(row.move["scope"]), row.move["step"]
    if step == SWITCHED:
        Tombstone.objects.create(
            target_id=row.target_id,
            object=row.object,
            scope=scope,
            remote_id=str(row.move["remote_id"]),
            name=str(row.fields.get("name", ""))[:320],
            at=clock.now(),
        )
        AppliedMember.objects.filter(
            person=row.person_id, applied__target=row.target_id, applied__scope=scope
        ).delete()
    row.move = {}
    return {} if row.person_id is None else {scope: {row.person_id}}


def take_look(row: Applied, outcome: Outcome) -> None:
    """A step was in doubt, and was looked for in the context it wrote to; the caller saves.

    Whatever is found, the next routing decides anew what is still to do.
    """
    found = outcome.found
    step, sent = row.stamp_operation, row.stamp_sent
    if step == orders.COPY:
        if found is not None and _is_the_copy(row, outcome, sent):
            row.move = _copied(outcome, sent.get("goal", {}))
    elif found is None and row.move:
        if step == orders.CLEAR:
            _clear(row)
        else:
            row.move = {}  # the copy is gone: the move begins again


def _is_the_copy(row: Applied, outcome: Outcome, sent: Mapping[str, Any]) -> bool:
    """Nobody had this name there before, so it is the copy; unless it is somebody of ours.

    Of a call that may never have left it is not known that nobody had it: then the copy is what is
    like its original in everything.
    """
    found, kind = outcome.found or {}, outcome.order.kind
    mail = found.get("email1" if kind == "person" else "email", "")
    if str(mail).casefold() != str(sent.get("mail", "")).casefold():
        return False
    if kind == "person" and not sent.get(_LEFT) and not _is_alike(row, found):
        return False
    holders = Applied.objects.filter(
        target=row.target_id,
        scope=outcome.order.scope,
        remote_id=outcome.remote_id,
        object__startswith=f"{kind}:",
    )
    return not holders.exists()


def _is_alike(row: Applied, found: Mapping[str, Any]) -> bool:
    """Rights are left out, which a server may give anew, and a picture it may have scaled."""
    left_out = {ACCESS, "image1"}
    fields = {name: value for name, value in row.fields.items() if name not in left_out}
    return not diff_user(found, fields).send


def note_doubt(row: Applied) -> None:
    """The call of a step left, so what it asks first was answered; the caller saves it."""
    row.stamp_sent = {**row.stamp_sent, _LEFT: True}
