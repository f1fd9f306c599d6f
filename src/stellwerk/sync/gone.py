"""Contexts that were deleted in OX past us: told once, left alone until somebody decides.

OX answers a deleted context's administrator like a wrong password; only the master account can tell
one from the other.
"""

from django.db import transaction

from stellwerk.core import changes, clock
from stellwerk.core.said import say
from stellwerk.sync.marks import mark
from stellwerk.sync.models import Applied, Work

CODE = "context_gone"
AGAIN = 600.0
"""So long what is due in such a context is left alone, in seconds."""


def note(target: int, scope: str) -> bool:
    """Park a context that is gone; whether that is new.

    Its row is in doubt from now on: when it is taken up again it is read first, and if it is still
    not there, it is made anew with everything in it.
    """
    contexts = Applied.objects.filter(object__startswith="context:")
    applied = contexts.filter(target=target, scope=scope).first()
    if applied is None or scope in scopes(target):
        return False
    with transaction.atomic():
        Applied.objects.filter(pk=applied.pk, stamp="").update(stamp="gone?", stamped=clock.now())
        mark(target, [applied.object], changes.BULK)
        Work.objects.filter(target=target, object=applied.object).update(
            state=Work.State.PARKED,
            scope=scope,
            code=CODE,
            error=say("Context %(context)s is not in OX any more.", context=scope),
            hint=say("Restore it there, or retry: then it is made anew with its people."),
        )
    return True


def scopes(target: int) -> set[str]:
    """The contexts that are known to be gone."""
    rows = Work.objects.filter(target=target, state=Work.State.PARKED, code=CODE)
    return set(rows.values_list("scope", flat=True))


def back(target: int, scope: str) -> None:
    """The context is there again: what was left alone is due now."""
    inside = Work.objects.filter(target=target, scope=scope, due__gt=clock.now())
    inside.update(due=clock.now())
