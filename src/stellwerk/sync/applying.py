"""What took effect at a target becomes what is applied."""

from collections.abc import Mapping, Sequence

from stellwerk.core import changes, clock
from stellwerk.core.saving import save_again
from stellwerk.people import actions as people
from stellwerk.people.models import Person
from stellwerk.sync import names
from stellwerk.sync.marks import mark
from stellwerk.sync.members import remind_groups
from stellwerk.sync.models import Applied, AppliedMember, Found, Tombstone
from stellwerk.sync.prepare import Pending
from stellwerk.sync.wanted import Wanted, World
from stellwerk.targets.models import Credential
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.access import ACCESS, flags_on
from stellwerk.targets.ox.orders import CLEAR, COPY, SWITCH, Outcome

_COLUMNS = [
    "scope",
    "remote_id",
    "disabled",
    "disabled_at",
    "by_hand",
    "fields",
    "profile",
    "rule",
    "name_key",
    "mail_key",
    "version",
    "stamp",
    "stamped",
    "stamp_operation",
    "stamp_sent",
    "doubt_until",
    "move",
]


def save(rows: Sequence[Applied]) -> None:
    """Write applied rows back."""
    save_again(rows, _COLUMNS)


def forget(row: Applied) -> bool:
    """The object is not at the target: nothing is applied. False, for the caller.

    A user that is gone is gone from its groups too; its next id marks them. With a context goes
    everything in it: one of the same number that is made anew gives its ids to others.
    An account that was moving lives on in the other context: then True.
    """
    if row.move:
        survive(row, row.scope)
        return True
    if _is_context(row) and row.remote_id:
        _bury_context(row)
    if row.person_id is not None:
        AppliedMember.objects.filter(
            person=row.person_id, applied__target=row.target_id, applied__scope=row.scope
        ).delete()
    row.delete()
    return False


def _is_context(row: Applied) -> bool:
    return row.object.startswith("context:")


def survive(row: Applied, scope: str) -> None:
    """An account that is moving is gone from one of its contexts: it is what is in the other one.

    Which is read before anything else is sent there; the caller saves the row.
    """
    if not row.move:
        return
    other, row.move = row.move, {}
    members = AppliedMember.objects.filter(person=row.person_id, applied__target=row.target_id)
    members.filter(applied__scope=scope).delete()
    if scope == row.scope:
        row.scope, row.remote_id = str(other["scope"]), str(other["remote_id"])
        row.stamp, row.stamped, row.stamp_operation = "survived", clock.now(), ""
        row.stamp_sent, row.doubt_until = {}, row.stamped
        mark(row.target_id, [row.object], changes.BULK)
    if row.person_id is not None:
        remind_groups(row.target_id, {row.scope: [row.person_id]})


def take_sent(pending: Pending, outcome: Outcome, row: Applied, *, by_hand: bool) -> None:
    """Note the fields, rights and members that took effect, all of an order or its first part."""
    kind = pending.judged.kind
    fields = dict(row.fields)
    fields |= outcome.sent
    if outcome.rights and pending.order.rights is not None:
        fields[ACCESS] = flags_on(pending.order.rights)
    verdict = pending.judged.verdict
    if outcome.sent or outcome.rights:
        row.version += 1
        # Only what went out is known to be there; a create leaves everything else empty.
        row.fields = {name: value for name, value in fields.items() if name not in _NOT_KEPT}
        _note_leave(row, leaves=not isinstance(verdict, Wanted), by_hand=by_hand)
        rekey(kind, row)
    if outcome.remote_id:
        row.remote_id = outcome.remote_id
    if isinstance(verdict, Wanted):
        row.rule = verdict.rule.rule if verdict.rule else None
        row.profile = verdict.profile
    _members(row, outcome)
    if kind == "functional_account":
        return
    if outcome.removed and not isinstance(verdict, Wanted):
        empty = not AppliedMember.objects.filter(applied=row).exists()
        if empty:
            _note_leave(row, leaves=True, by_hand=by_hand)


def _note_leave(row: Applied, *, leaves: bool, by_hand: bool) -> None:
    if leaves and not row.disabled:
        row.disabled_at, row.by_hand = clock.now(), by_hand
    elif not leaves:
        row.disabled_at, row.by_hand = None, False
    row.disabled = leaves


_NOT_KEPT = {"language", "timezone", "password"}


def _members(row: Applied, outcome: Outcome) -> None:
    logins = outcome.order.logins
    if outcome.removed:
        AppliedMember.objects.filter(applied=row, person__in=outcome.removed).delete()
    AppliedMember.objects.bulk_create(
        [
            AppliedMember(applied=row, person_id=pk, login=logins.get(pk, "")[:320])
            for pk in {*outcome.added, *outcome.relogged}
        ],
        update_conflicts=True,
        update_fields=["login"],
        unique_fields=["applied", "person"],
        batch_size=500,
    )


def rekey(kind: str, row: Applied) -> None:
    """Bring the keys of the names an account holds in step with its fields."""
    if kind != "context":
        row.name_key, row.mail_key = names.keys_of(kind, row.fields)


def bury(row: Applied) -> bool:
    """The object was deleted at the target: a tombstone stays. False, as `forget`."""
    Tombstone.objects.create(
        target_id=row.target_id,
        object=row.object,
        scope=row.scope,
        remote_id=row.remote_id,
        name=str(row.fields.get("name", ""))[:320],
        at=clock.now(),
    )
    if _is_context(row):
        _bury_context(row)
    alive = forget(row)
    _let_go([row.person_id] if row.person_id else [])
    return alive


def _let_go(owners: Sequence[int]) -> None:
    """Who left and has no account any more gives login and addresses free."""
    gone = Person.objects.filter(pk__in=owners, state=Person.State.LEFT, accounts=None)
    people.let_go(list(gone.values_list("pk", flat=True)))


def _bury_context(row: Applied) -> None:
    """With a context goes everything in it; its objects are looked at again."""
    _bury_halves(row)
    inside = Applied.objects.filter(target=row.target_id, scope=row.scope).exclude(pk=row.pk)
    keys = [key.partition("@")[0] for key in inside.values_list("object", flat=True)]
    owners = [pk for pk in inside.values_list("person_id", flat=True) if pk]
    inside.delete()
    for start in range(0, len(owners), 500):
        _let_go(owners[start : start + 500])
    Found.objects.filter(target=row.target_id, scope=row.scope).delete()
    Credential.objects.filter(target=row.target_id, scope=row.scope).delete()
    mark(row.target_id, sorted(set(keys)), 1)


def _bury_halves(row: Applied) -> None:
    """Whoever was moving into the context or out of it has only the account in the other one."""
    accounts = Applied.objects.filter(target=row.target_id)
    half = [one for one in accounts.exclude(move={}) if row.scope in {one.scope, one.move["scope"]}]
    for one in half:
        survive(one, row.scope)
    save(half)
    asked = accounts.filter(stamp_operation__in=[COPY, SWITCH, CLEAR], stamp_sent__scope=row.scope)
    asked.update(stamp="", stamp_operation="", stamp_sent={}, doubt_until=None)


def take_read(world: World, outcome: Outcome, row: Applied) -> bool:
    """What a read found is what is applied; False when it is not there, or not ours."""
    found, order = outcome.found, outcome.order
    if found is None:
        return bury(row) if row.stamp_operation == orders.DELETE else forget(row)
    row.stamp, row.stamp_operation, row.stamp_sent, row.doubt_until = "", "", {}, None
    kind = order.kind
    if not order.remote_id and not _is_ours(world, outcome, row):
        return forget(row)
    row.remote_id, row.fields = outcome.remote_id, found
    row.version += 1
    rekey(kind, row)
    if outcome.found_members is not None:
        _replace_members(world, row, outcome.found_members, outcome.found_logins)
    Found.objects.filter(
        target=world.target,
        scope=row.scope,
        kind="user" if kind == "person" else kind,
        remote_id=row.remote_id,
    ).exclude(kind="context").delete()
    return True


def _is_ours(world: World, outcome: Outcome, row: Applied) -> bool:
    """What is found under the name and mail that were sent is ours, unless somebody has its id."""
    order, found = outcome.order, outcome.found or {}
    if order.kind == "person":
        same_mail = str(found.get("email1", "")).casefold() == order.mail.casefold()
        if not same_mail or str(found.get("name", "")) != order.name:
            return False
    holder = Applied.objects.filter(
        target=world.target, scope=row.scope, remote_id=outcome.remote_id
    ).exclude(pk=row.pk)
    if order.kind == "context":
        return True
    return not holder.filter(object__startswith=f"{order.kind}:").exists()


def _replace_members(
    world: World, row: Applied, remote: tuple[str, ...], logins: Mapping[str, str]
) -> None:
    people = Applied.objects.filter(
        target=world.target, scope=row.scope, remote_id__in=remote, person__isnull=False
    ).values_list("person_id", "remote_id")
    AppliedMember.objects.filter(applied=row).delete()
    AppliedMember.objects.bulk_create(
        [
            AppliedMember(applied=row, person_id=pk, login=logins.get(one, "")[:320])
            for pk, one in people
        ],
        batch_size=500,
    )
