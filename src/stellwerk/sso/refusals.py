"""The only writer of what was refused: kept under an event id, bounded, told in log and trail."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import transaction

from stellwerk.core import clock
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin import lockout
from stellwerk.signin.actions import Client
from stellwerk.signin.errors import LockedOut
from stellwerk.sso.models import Refused

log = structlog.get_logger()

MOST = 300
"""So many are kept of each portal."""
_AGAIN = timedelta(minutes=1)
LONGEST_MESSAGE, LONGEST_DETAIL = 64_000, 2_000


@dataclass(frozen=True, slots=True)
class Case:
    """What was not believed, or who was not let in: a stable code, the details for
    administrators, and the message as it came.
    """

    what: str
    code: str
    detail: str = ""
    message: str = ""


def keep(portal: Portal, case: Case, client: Client, *, counts: bool = True) -> uuid.UUID:
    """Keep a refusal; returns its event id. One that `counts` is an attempt of its address; any
    other is kept once a minute, however often somebody asks for it.
    """
    if not counts and (before := _kept_already(portal, case, client)) is not None:
        return before
    with transaction.atomic():
        row = Refused.objects.create(
            portal=portal,
            at=clock.now(),
            what=case.what,
            code=case.code,
            detail=case.detail[:LONGEST_DETAIL],
            address=client.address[:45],
            message=case.message[:LONGEST_MESSAGE],
        )
        _make_room(portal)
        said = {"what": case.what, "code": case.code, "address": client.address[:45]}
        note(portal, client.address, [Note("sso.refuse", f"sso:{row.event}", "", {}, said)])
    # Nothing of what was sent: names and addresses of people stand in it.
    log.warning("sign-on refused", event_id=str(row.event), what=case.what, code=case.code)
    if counts:
        _count(portal, client)
    return row.event


def _kept_already(portal: Portal, case: Case, client: Client) -> uuid.UUID | None:
    rows = Refused.objects.filter(
        portal=portal,
        what=case.what,
        code=case.code,
        detail=case.detail[:LONGEST_DETAIL],
        address=client.address[:45],
        at__gt=clock.now() - _AGAIN,
    )
    return rows.values_list("event", flat=True).first()


def _make_room(portal: Portal) -> None:
    """The oldest go, of whoever brought most: a flood from somewhere pushes nobody else's out."""
    rows = Refused.objects.filter(portal=portal).order_by("at", "pk")
    kept = list(rows.values_list("pk", "address"))
    for _ in range(len(kept) - MOST):
        places = [lockout.newcomers(address).key for _pk, address in kept]
        most = Counter(places).most_common(1)[0][0]
        pk, _address = kept.pop(places.index(most))
        Refused.objects.filter(pk=pk).delete()


def _count(portal: Portal, client: Client) -> None:
    try:
        lockout.count(portal, (lockout.newcomers(client.address),))
    except LockedOut:
        # It came in at the same moment as the one that locked.
        return
