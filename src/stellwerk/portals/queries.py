"""Reads of portals."""

from django.db.models import Case, Q, Value, When

from stellwerk.portals.models import Portal, Trail

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names by which a machine means itself."""


def portal_at(host: str, *, else_first: bool = False) -> Portal | None:
    """The portal that is reached under a Host (name, and port unless it is the scheme's own).

    It is the one with that domain, or whose configured address has that host; with ``else_first``
    the first there is where no such one is.
    """
    name = host.casefold()
    bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    addresses = [f"{scheme}://{name}{end}" for scheme in ("https", "http") for end in ("", "/")]
    named = Q(domains__name__in={name, bare}) | Q(address__in=addresses)
    rows = Portal.objects.all() if else_first else Portal.objects.filter(named)
    return rows.order_by(Case(When(named, then=Value(0)), default=Value(1)), "pk").first()


def answers_at(portal: Portal, address: str, host: str) -> bool:
    """Whether a portal with this address would be found under a Host, from this machine or not."""
    name = host.casefold()
    bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    if bare in LOOPBACK or address.partition("://")[2].rstrip("/").casefold() == name:
        return True
    return portal.domains.filter(name__in={name, bare}).exists()


def last_in_trail() -> int:
    """The number of the trail's newest line, 0 without one."""
    return Trail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
