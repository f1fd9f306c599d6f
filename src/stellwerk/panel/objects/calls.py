"""What was sent to targets, in words; secrets never get into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.lists.paging import Page, page_of
from stellwerk.panel.objects.fields import called
from stellwerk.signin.request import Request
from stellwerk.sync.models import History
from stellwerk.targets.models import Target

ACTIONS = {
    "create": _("Created"),
    "adopt": _("Adopted"),
    "update": _("Changed"),
    "disable": _("Disabled"),
    "delete": _("Deleted"),
    "read": _("Read"),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One call: what was done, how it ended, and the fields as (name, value)."""

    row: History
    said: str | Promise
    tone: str
    fields: Sequence[tuple[str, str]]


def latest(targets: Sequence[Target], keys: Sequence[str], limit: int) -> list[Sent]:
    """The latest calls for some objects."""
    rows = History.objects.filter(target__in=targets, object__in=keys).select_related("target")
    return [said(row) for row in rows.order_by("-at", "-pk")[:limit]]


def calls(request: Request, keys: Sequence[str]) -> Page[History]:
    """The calls for some objects, a page of them, the latest first."""
    rows = History.objects.filter(target__portal=request.portal, object__in=keys)
    return page_of(request, rows.select_related("target"), by="at", descending=True)


def said(row: History) -> Sent:
    """One row in words."""
    tone = "good" if row.result in {"done", "ok"} else "warn"
    return Sent(row, ACTIONS.get(row.action, row.action), tone, fields_of(row.object, row.fields))


def fields_of(key: str, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was sent for the object with this key, field by field, for people who read pages."""
    return [(str(called(name, key)), _value(value)) for name, value in sorted(fields.items())]


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
