"""Reads of findings."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from stellwerk.audit.models import Audited, Finding
from stellwerk.portals.models import Portal


def findings(
    portal: Portal,
    *,
    kind: str = "",
    target: int | None = None,
    scope: str = "",
    keys: Collection[str] = (),
    left: bool | None = False,
) -> QuerySet[Finding]:
    """Findings of a portal. ``left`` None gives those that are left as they are, too."""
    rows = Finding.objects.filter(target__portal=portal)
    if kind:
        rows = rows.filter(kind=kind)
    if target is not None:
        rows = rows.filter(target=target)
    if scope:
        rows = rows.filter(scope=scope)
    if keys:
        rows = rows.filter(object__in=list(keys))
    return rows if left is None else rows.filter(left=left)


def by_kind(portal: Portal) -> dict[str, int]:
    """How many findings of each kind stand open, in the order in which they are repaired."""
    counted = findings(portal).order_by().values_list("kind").annotate(number=Count("pk"))
    known = dict(counted)
    return {kind: known[kind] for kind in Finding.Kind.values if kind in known}


def last_audits(portal: Portal) -> dict[int, Audited]:
    """When each target was last compared whole, by its primary key."""
    rows = Audited.objects.filter(target__portal=portal, scope="")
    return {row.target_id: row for row in rows}
