"""The only writers of assignments."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from stellwerk.portals.actions import Note, note
from stellwerk.sync.marks import fan_out
from stellwerk.sync.models import Assignment, Found
from stellwerk.targets.models import Target


def save_rules(target: Target, rules: Sequence[Mapping[str, Any]], *, actor: str) -> bool:
    """Make a target's rules exactly these, in this order; everybody is looked at again."""
    before = [
        {"name": row.name, "match": row.match, "give": row.give}
        for row in target.assignments.order_by("position")
    ]
    after = [
        {"name": rule["name"], "match": dict(rule["match"]), "give": dict(rule["give"])}
        for rule in rules
    ]
    if before == after:
        return False
    with transaction.atomic():
        target.assignments.all().delete()
        Assignment.objects.bulk_create(
            [Assignment(target=target, position=n, **rule) for n, rule in enumerate(after)]
        )
        fan_out(target.pk, "rules")
        key = f"target:{target.pk}"
        rows = [Note("rules.save", key, target.name, {"rules": before}, {"rules": after})]
        note(target.portal, actor, rows)
    return True


def look_again(target: Target, scope: str = "") -> None:
    """Something about a target or one of its contexts is new (its login, its address): what was
    found there is read again before anything is planned, and everybody is looked at again.
    """
    with transaction.atomic():
        found = Found.objects.filter(target=target)
        (found.filter(scope=scope) if scope else found).delete()
        fan_out(target.pk, "rules")
