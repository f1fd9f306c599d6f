"""Builds the order for a functional account: whose account is made, changed or taken away."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.changes import FIELDS, MEMBERS, MOVE, REMOVALS, Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.members import remote_ids
from stellwerk.sync.parts import base_of
from stellwerk.sync.wanted import Wanted
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order

AT_ONCE = 100
"""So many accounts are made by one order; the lane then has a look at what else is due."""
NOBODY_YET = 100.0
"""So long one waits, in seconds, none of whose members has a user yet: the first one marks it."""
_SHARED = ("name", "personal", "primaryAddress")
_KEPT = ("name", "personal")


def build_account(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    """One call for each member who gets an account, and few for those who have theirs."""
    operation, remote, fields = base_of(one, allowed)
    parts = {change.part for change in allowed}
    base = one.applied or one.found
    wanted = one.verdict if isinstance(one.verdict, Wanted) else None
    have = base.members if base else frozenset()
    add = {pk for c in allowed if c.part in {FIELDS, MEMBERS} for pk in c.add}
    remove = {pk for c in allowed if c.part == REMOVALS for pk in c.remove}
    ids = remote_ids(target.pk, scope, add | have)
    # Whoever has no account yet follows when it is made; its new id marks this one again.
    adding = [pk for pk in sorted(add) if pk in ids]
    keep = {pk: ids[pk] for pk in sorted(have - remove) if pk in ids}
    old = base.logins if base else {}
    new = wanted.logins if wanted else {}
    other = [pk for pk in keep if FIELDS in parts and pk in new and new[pk] != old.get(pk)]
    if wanted is None and remove == have:
        operation = orders.DELETE
    moves = MOVE in parts and wanted is not None
    if moves and wanted is not None:
        fields = dict(wanted.fields)
    shared = wanted.fields if wanted else {}
    return Order(
        one.key,
        operation,
        scope,
        login,
        remote_id=remote,
        name=str(shared.get("primaryAddress") or remote),
        fields={name: value for name, value in fields.items() if name in _SHARED},
        add={pk: ids[pk] for pk in adding[:AT_ONCE]},
        remove={pk: ids[pk] for pk in sorted(remove) if pk in ids},
        keep=keep,
        relogin={pk: keep[pk] for pk in other},
        logins=dict(new),
        shared={name: str(shared[name]) for name in _KEPT if name in shared},
        partial=len(adding) > AT_ONCE,
        origin=remote if moves else "",
    )
