"""Fan-out: a changed rule, profile, context or group reaches its dependents, 500 at a time."""

from django.db import transaction
from django.db.models import Q, QuerySet

from stellwerk.core import changes
from stellwerk.people.models import Entry, Group, Person
from stellwerk.sync.facts import members_below
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Applied, Fanout, Work
from stellwerk.sync.reminding import everything
from stellwerk.sync.wanted import World
from stellwerk.targets.models import Target

BATCH = 500


def fan_out_step(world: World) -> None:
    """Carry one fan-out of a target one batch further."""
    row = Fanout.objects.filter(target=world.target).order_by("pk").first()
    if row is None:
        return
    with transaction.atomic():
        first = row.cursor == 0
        keys = _at_once(world, row) if first else []
        more, cursor = _behind(world, row)
        mark(world.target, [*keys, *more], changes.BULK)
        same = Fanout.objects.filter(pk=row.pk, cursor=row.cursor)
        if cursor:
            same.update(cursor=cursor)
        else:
            same.delete()


def _at_once(world: World, row: Fanout) -> list[str]:
    """What is few: contexts, groups, entries, and parked objects that may have waited for this."""
    if row.kind == "access_profile":
        return _parked(world, Q(code="profile_unknown"))
    if row.kind == "context":
        return _parked(world, Q(code__startswith="context_"))
    if row.kind == "leavers":
        return []
    if row.kind == "group":
        rules = [rule.pk for rule in world.rules if "group" in rule.match]
        by_rule = Applied.objects.filter(target=world.target, rule__in=rules, entry=None)
        members = members_below([int(row.ref)])[int(row.ref)]
        return [*by_rule.values_list("object", flat=True), *(f"person:{pk}" for pk in members)]
    portal = Target.objects.values_list("portal_id", flat=True).get(pk=world.target)
    contexts = Entry.objects.filter(portal=portal, kind="context").order_by("pk")
    groups = Group.objects.filter(portal=portal).order_by("pk")
    return [
        *(f"context:{pk}" for pk in contexts.values_list("pk", flat=True)),
        *(f"group:{pk}" for pk in groups.values_list("pk", flat=True)),
        *everything(portal),
    ]


def _parked(world: World, which: Q) -> list[str]:
    rows = Work.objects.filter(which, target=world.target, state=Work.State.PARKED)
    return list(rows.values_list("object", flat=True))


def _behind(world: World, row: Fanout) -> tuple[list[str], int]:
    """The next 500 dependents behind the cursor, and the new cursor; 0 when that was all."""
    if row.kind == "group":
        return [], 0
    if row.kind == "rules":
        portal = Target.objects.values_list("portal_id", flat=True).get(pk=world.target)
        people = Person.objects.filter(portal=portal, pk__gt=row.cursor).order_by("pk")
        pks = list(people.values_list("pk", flat=True)[:BATCH])
        return [f"person:{pk}" for pk in pks], pks[-1] if len(pks) == BATCH else 0
    accounts = Applied.objects.filter(target=world.target, pk__gt=row.cursor)
    accounts = accounts.exclude(object__startswith="context:")
    if row.kind == "leavers":
        return _leavers(accounts.filter(disabled=True))
    entry = Entry.objects.get(pk=int(row.ref))
    if row.kind == "access_profile":
        accounts = accounts.filter(profile=entry.name)
    else:
        accounts = accounts.filter(scope=(entry.attributes.get("contextid") or [""])[0])
    return _step(accounts)


def _leavers(accounts: QuerySet[Applied]) -> tuple[list[str], int]:
    """Who is switched off, when the settings changed of what then happens.

    The date that was shown with an approval is no longer right: the deletion passes the gates.
    """
    keys, cursor = _step(accounts)
    accounts.filter(object__in=keys, by_hand=True).update(by_hand=False)
    return keys, cursor


def _step(accounts: QuerySet[Applied]) -> tuple[list[str], int]:
    found = list(accounts.order_by("pk").values_list("pk", "object")[:BATCH])
    return [key for _, key in found], found[-1][0] if len(found) == BATCH else 0
