"""Who changed what, and when: before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.objects.named import Named, named
from stellwerk.panel.pages.trail.forms import TrailFilter
from stellwerk.panel.pages.trail.words import word
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request

_FEW, _SHORT = 3, 160


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was done in words, to which object, and what that changed."""

    row: Trail
    said: str | Promise
    named: Named | None
    changes: list[tuple[str, str | None, str | None]]

    @property
    def few(self) -> bool:
        """Whether the changes are so few and short that they stand in the line at once."""
        length = sum(len(name) + len(old or "") + len(new or "") for name, old, new in self.changes)
        return 0 < len(self.changes) <= _FEW and length <= _SHORT


@needs(Role.AUDITOR)
@require_safe
def trail(request: Request) -> HttpResponse:
    """The trail of a portal, the newest first."""
    form = TrailFilter(request.portal, request.GET)
    found = page_of(request, form.rows(), by="at", descending=True)
    names = named(row.object for row in found.rows)
    kept = request.GET.copy()
    for gone in ("before", "after"):
        kept.pop(gone, None)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "lines": [
            Line(row, word(row.verb), names.get(row.object), _changes(row)) for row in found.rows
        ],
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "csv": f"{reverse('trail-csv')}?{kept.urlencode()}",
        "json": f"{reverse('trail-json')}?{kept.urlencode()}",
    }
    lead = _("Who or what changed which object. Lines are added, never altered.")
    return page(request, "trail/trail.html", Head(_("Trail"), lead), **context)


def _changes(row: Trail) -> list[tuple[str, str | None, str | None]]:
    """What differs between before and after: (name, old, new)."""
    before: Mapping[str, Any] = row.before or {}
    after: Mapping[str, Any] = row.after or {}
    return [
        (name, _value(before.get(name)), _value(after.get(name)))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _value(given: Any) -> str | None:
    if given is None or given in ("", [], {}):
        return None
    if isinstance(given, list):
        return ", ".join(str(one) for one in given)
    return str(given)
