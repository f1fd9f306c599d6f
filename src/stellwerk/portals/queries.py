"""Reads of portals."""

from django.db.models import Q

from stellwerk.portals.models import Portal, Trail


def portal_at(host: str) -> Portal | None:
    """The portal that is reached under a Host (name, and port unless it is the scheme's own).

    It is the one with that domain, or whose configured address has that host.
    """
    name = host.casefold()
    bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    addresses = [f"{scheme}://{name}{end}" for scheme in ("https", "http") for end in ("", "/")]
    rows = Portal.objects.filter(Q(domains__name__in={name, bare}) | Q(address__in=addresses))
    return rows.order_by("pk").first()


def first_portal() -> Portal | None:
    """The portal of the smallest install; None before anything is configured."""
    return Portal.objects.order_by("pk").first()


def last_in_trail() -> int:
    """The number of the trail's newest line, 0 without one."""
    return Trail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
