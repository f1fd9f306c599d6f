"""Looking at single objects again, because somebody asks for it."""

from collections.abc import Collection

from django.db import transaction

from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sync.marks import mark
from stellwerk.targets.models import Target


def look_again(portal: Portal, keys: Collection[str], label: str, *, actor: str) -> int:
    """Have objects looked at anew at every target, before all bulk work; returns at how many.

    ``label`` is what the trail calls them. The running worker picks them up at once.
    """
    targets = list(Target.objects.filter(portal=portal).values_list("pk", flat=True))
    with transaction.atomic():
        for target in targets:
            mark(target, keys, 0)
        note(portal, actor, [Note("object.look", key, label) for key in keys])
    return len(targets)
