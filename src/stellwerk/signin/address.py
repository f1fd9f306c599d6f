"""The network address a request comes from, past the proxies that are trusted."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy's.

    X-Forwarded-For is read from the right, and only as far as trusted proxies wrote it: what
    stands further left is whatever the client claims.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    hops = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while nearest in settings.TRUSTED_PROXIES and hops and hops[-1].strip():
        nearest = hops.pop().strip()
    return nearest
