"""Takes parked objects up again: one, some, or all that failed for the same reason."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.db.models import QuerySet

from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Work

_BATCH = 500


def parked_rows(
    portal: Portal, *, code: str = "", target: int | None = None, keys: Collection[str] = ()
) -> QuerySet[Work]:
    """The parked rows of a portal: of one code, at one target, of some objects; or all."""
    rows = Work.objects.filter(target__portal=portal, state=Work.State.PARKED)
    if code:
        rows = rows.filter(code=code)
    if target is not None:
        rows = rows.filter(target=target)
    return rows.filter(object__in=list(keys)) if keys else rows


def retry_rows(
    rows: QuerySet[Work],
    portal: Portal,
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Mark parked rows anew, 500 to a transaction, each with a line in the trail; how many."""
    done = 0
    for target in sorted(set(rows.order_by().values_list("target_id", flat=True))):
        here, last = rows.filter(target=target).order_by("object"), ""
        # Each row once: the worker may park one of them again beside us.
        while keys := list(here.filter(object__gt=last).values_list("object", flat=True)[:_BATCH]):
            with transaction.atomic():
                mark(target, keys, 0)
                note(portal, actor, [Note("object.retry", key, key) for key in keys])
            done, last = done + len(keys), keys[-1]
            if progress is not None:
                progress(done)
    return done
