"""What was applied learns what is really there. The engine then sends the difference."""

import re
from typing import Any

from django.db import transaction

from stellwerk.audit.expecting import SWITCHES
from stellwerk.audit.models import Finding
from stellwerk.core import changes, clock
from stellwerk.sync import applying
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Applied, AppliedMember

Kind = Finding.Kind
_LOGIN = re.compile(r"login \((.*)\)")


def learn(target: int, seen: Finding) -> bool:
    """Take in what was seen just now, and mark the object; False while something is under way."""
    with transaction.atomic():
        row = (
            Applied.objects.select_for_update()
            .filter(target=target, object=seen.object, scope=seen.scope)
            .first()
        )
        if row is None or row.stamp or row.move:
            return False
        if seen.kind == Kind.RELINKED:
            # No data is touched, and nothing is due because of it.
            _relink(row, seen)
            return True
        if row.remote_id != seen.remote_id:
            return False
        if seen.kind == Kind.MISSING:
            _doubt(row)
        elif seen.kind == Kind.MEMBERS:
            _learn_members(row, seen)
        else:
            _learn_fields(row, seen)
        mark(target, [row.object], changes.LIVE)
    return True


def _relink(row: Applied, seen: Finding) -> None:
    row.remote_id = seen.remote_id
    row.save(update_fields=["remote_id"])


def _doubt(row: Applied) -> None:
    """In doubt, by name: if it is really gone it is forgotten and made anew, if it is there under
    another id it is found. By id it could be somebody else's by now.
    """
    row.stamp, row.stamped, row.stamp_operation = "gone?", clock.now(), ""
    row.doubt_until = clock.now()
    if not row.object.startswith("context:"):
        fields = row.fields
        # A functional account is known by its address alone.
        name = str(fields.get("primaryAddress") or fields.get("name", ""))
        mail = str(fields.get("email1") or fields.get("email", ""))
        row.stamp_sent = {"id": "", "name": name, "mail": mail, "scope": row.scope}
    row.save(update_fields=["stamp", "stamped", "stamp_operation", "stamp_sent", "doubt_until"])


def _learn_fields(row: Applied, seen: Finding) -> None:
    kind = row.object.partition(":")[0]
    there = {name: pair[0] for name, pair in seen.fields.items()}
    _learn_logins(row, there)
    row.fields = {**row.fields, **there}
    row.version += 1
    if there.get(SWITCHES.get(kind, "")) == "true" and row.disabled:
        # Somebody opened it again: switching it off is due once more, and the grace begins anew.
        row.disabled, row.disabled_at, row.by_hand = False, None, False
    applying.rekey(kind, row)
    applying.save([row])


def _learn_logins(row: Applied, there: dict[str, Any]) -> None:
    """Take what members of a functional account sign in with out of the fields."""
    for name in [name for name in there if _LOGIN.fullmatch(name)]:
        login = str(there.pop(name))[:320]
        member = name.removeprefix("login (").removesuffix(")")
        AppliedMember.objects.filter(applied=row, person__login=member).update(login=login)


def _learn_members(row: Applied, seen: Finding) -> None:
    lost, extra = [pk for pk, _ in seen.lost], [pk for pk, _ in seen.extra]
    for start in range(0, len(lost), 500):
        AppliedMember.objects.filter(applied=row, person__in=lost[start : start + 500]).delete()
    AppliedMember.objects.bulk_create(
        [AppliedMember(applied=row, person_id=pk) for pk in extra],
        ignore_conflicts=True,
        batch_size=500,
    )
