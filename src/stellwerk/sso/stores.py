"""What the core must remember, in the portal's store: open requests, and messages once believed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from stellwerk.core import clock
from stellwerk.portals.models import Portal
from stellwerk.sso.models import Believed, OpenRequest
from stellwerk.sso.profile import key_of

PATIENCE = timedelta(hours=1)
"""So long a request waits for its answer."""
_MOST = 20
"""So many requests of one browser are open at once; the oldest go."""
_MOST_IN_ALL = 100_000
"""Anybody may begin one, so that they are bounded too."""


@dataclass(frozen=True, slots=True)
class OpenRequests:
    """The requests of one browser (a hash, "" for none) that wait for an answer: a `Pending`.

    Only those of some kinds, and only the one called `only` where it is given.
    """

    portal: Portal
    browser: str
    kinds: Collection[OpenRequest.Kind]
    only: str = ""

    def _rows(self, request_id: str) -> QuerySet[OpenRequest]:
        rows = waiting(self.portal, self.browser).filter(request_id=request_id)
        rows = rows.filter(kind__in=self.kinds)
        return rows.filter(request_id=self.only) if self.only else rows

    def is_open(self, request_id: str) -> bool:
        """Whether this request was sent from this browser and is not answered yet."""
        return self._rows(request_id).exists()

    def sent_at(self, request_id: str) -> datetime:
        """When it was sent."""
        return self._rows(request_id).get().created

    def consume(self, request_id: str) -> bool:
        """Count it as answered; of many calls for one request exactly one is True."""
        return self._rows(request_id).update(answered_at=clock.now()) == 1


def waiting(portal: Portal, browser: str) -> QuerySet[OpenRequest]:
    """What one browser waits for."""
    rows = OpenRequest.objects.filter(portal=portal, browser=browser, answered_at=None)
    return rows.exclude(browser="").filter(created__gt=clock.now() - PATIENCE)


def open_request(row: OpenRequest) -> OpenRequest:
    """Keep a new request; what is over, and the oldest of many from one browser, is forgotten."""
    with transaction.atomic():
        OpenRequest.objects.filter(created__lt=clock.now() - PATIENCE).delete()
        mine = OpenRequest.objects.filter(portal=row.portal, browser=row.browser)
        spare = list(mine.order_by("-created", "-pk").values_list("pk", flat=True)[_MOST - 1 :])
        OpenRequest.objects.filter(pk__in=spare).delete()
        row.save()
        OpenRequest.objects.filter(pk__lt=row.pk - _MOST_IN_ALL).delete()
    return row


@dataclass(frozen=True, slots=True)
class BelievedOnce:
    """The messages a portal has believed: a `Replay`."""

    portal: Portal

    def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
        """Remember a message until then. Returns False if it was known already."""
        try:
            with transaction.atomic():
                Believed.objects.filter(until__lt=clock.now()).delete()
                digest = key_of(issuer, message_id)
                Believed.objects.create(portal=self.portal, digest=digest, until=until)
        except IntegrityError:
            return False
        return True
