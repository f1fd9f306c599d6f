"""Slows down guessing: per login and per network address, twice as long with every failure.

A login that nobody has is counted like any other, so the answer tells nothing about it. An attempt
counts before the password is looked at: many at once cannot slip through.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.db import transaction
from django.db.models import F

from stellwerk.core import clock, fold
from stellwerk.portals.models import Portal
from stellwerk.signin.errors import LockedOut
from stellwerk.signin.models import Attempts

FORGOTTEN = timedelta(hours=24)
_FIRST, _LONGEST = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Guard:
    """One key that attempts are counted under, and how many may fail before it locks."""

    key: str
    free: int

    def locked_for(self, failures: int) -> timedelta:
        """How long the next attempt must wait after so many failures."""
        over = failures - self.free
        return timedelta() if over < 0 else min(_FIRST * 2 ** min(over, 10), _LONGEST)


def guards(login: str, address: str) -> tuple[Guard, Guard]:
    """The keys of an attempt. An IPv6 address counts by its /64: a home has one."""
    return Guard(f"login:{fold.key(login)}"[:300], 5), Guard(f"address:{_network(address)}", 40)


def newcomers(address: str) -> Guard:
    """The key of messages of an identity provider that a network address brings: who comes so has
    no login yet, and many may share an address.
    """
    return Guard(f"sso:{_network(address)}", 100)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return ":".join(found.exploded.split(":")[:4])
    return address


def check(portal: Portal, guard: Guard) -> None:
    """Raises LockedOut while a key is locked; counts nothing."""
    now = clock.now()
    row = Attempts.objects.filter(portal=portal, key=guard.key, locked_until__gt=now).first()
    if row is not None and row.locked_until is not None:
        raise LockedOut(row.locked_until - now)


def count(portal: Portal, keys: tuple[Guard, ...]) -> list[Guard]:
    """Count an attempt as failed until it succeeds. Returns the guards that lock from now on.

    Raises LockedOut, and counts nothing, while one of them is locked.
    """
    now = clock.now()
    with transaction.atomic():
        rows = [_row(portal, guard, now) for guard in keys]
        waits = [row.locked_until - now for row in rows if row.locked_until]
        if waits and max(waits) > timedelta():
            raise LockedOut(max(waits))
        locking = []
        for row, guard in zip(rows, keys, strict=True):
            row.failures += 1
            wait = guard.locked_for(row.failures)
            row.last, row.locked_until = now, now + wait if wait else None
            row.save()
            locking += [guard] if wait else []
    return locking


def forgive(portal: Portal, guard: Guard) -> None:
    """Take one failure back: somebody came in from there."""
    rows = Attempts.objects.filter(portal=portal, key=guard.key, failures__gt=0)
    rows.update(failures=F("failures") - 1, locked_until=None)


def _row(portal: Portal, guard: Guard, now: datetime) -> Attempts:
    row = Attempts.objects.filter(portal=portal, key=guard.key).first()
    row = row or Attempts(portal=portal, key=guard.key, last=now)
    if row.last < now - FORGOTTEN:
        row.failures, row.locked_until = 0, None
    return row


def succeeded(portal: Portal, login: Guard, address: Guard) -> None:
    """Take an attempt back: all failures of the login, and this one of the address."""
    with transaction.atomic():
        Attempts.objects.filter(portal=portal, key=login.key).delete()
        row = Attempts.objects.filter(portal=portal, key=address.key).first()
        if row is not None:
            row.failures, row.locked_until = max(row.failures - 1, 0), None
            row.save()
        Attempts.objects.filter(last__lt=clock.now() - FORGOTTEN).delete()
