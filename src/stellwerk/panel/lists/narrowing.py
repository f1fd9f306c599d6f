"""How many rows a filter leaves, and a quick way to them, with one scan at most."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.panel.templatetags.ui import number

Row = TypeVar("Row", bound=Model)

LIMIT = 1_000
"""Up to so many rows are counted exactly."""


@dataclass(frozen=True, slots=True)
class Narrowed(Generic[Row]):
    """The rows a filter leaves. `count` is exact unless there are `more`."""

    rows: QuerySet[Row]
    count: int
    more: bool

    @property
    def said(self) -> str:
        """How many, in words."""
        if self.more:
            return _("more than %(count)s found") % {"count": number(self.count)}
        return ngettext("%(count)s found", "%(count)s found", self.count) % {
            "count": number(self.count)
        }


def narrow(rows: QuerySet[Row], within: QuerySet[Row]) -> Narrowed[Row]:
    """Look once for up to LIMIT rows; when these are all, the page is taken from among them.

    A filter that leaves few rows costs one scan, one that leaves many fills a page soon. ``within``
    are the same kind of rows without any filter.
    """
    found: Collection[int] = list(rows.order_by().values_list("pk", flat=True)[: LIMIT + 1])
    if len(found) > LIMIT:
        return Narrowed(rows, LIMIT, more=True)
    return Narrowed(within.filter(pk__in=found), len(found), more=False)
