"""See it first: who may get something else now is sent nothing before a plan was carried out."""

from collections.abc import Iterable

from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


def halt(rows: Iterable[Target], *, actor: str) -> list[str]:
    """Halt targets, in the transaction that changes what they are to hold; those that were served.

    One that holds every change back for approval needs no halt: nothing is sent there unseen.
    """
    return [row.name for row in rows if not row.manual and targets.halt(row, actor=actor)]
