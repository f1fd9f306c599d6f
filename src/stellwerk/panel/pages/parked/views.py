"""What is parked at the targets, and what of the sources could not be taken in."""

import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.objects.failures import explain
from stellwerk.panel.objects.named import named
from stellwerk.panel.pages.parked import queries
from stellwerk.panel.pages.parked.forms import ParkedFilter, UnreadFilter
from stellwerk.panel.pages.parked.queries import Place
from stellwerk.signin.request import Request
from stellwerk.sync.models import Work
from stellwerk.sync.retrying import parked_rows


@needs(Role.AUDITOR)
@require_safe
def parked(request: Request) -> HttpResponse:
    """Every parked object: what happened, the likely cause, the next step."""
    reasons = queries.by_code(request.portal)
    codes = sorted({code for code, _target, _number in reasons})
    form = ParkedFilter(request.portal, codes, request.GET)
    code, target = form.wanted()
    rows = parked_rows(request.portal, code=code, target=target)
    places = {word: _place(request, word) for word in ("after", "before")}
    found = queries.slice_of(rows, after=places["after"], before=places["before"])
    names = named(row.object for row in found.rows)
    chosen = [one for one in reasons if code in {"", one[0]} and target in {None, one[1].pk}]
    context: dict[str, Any] = {
        "form": form,
        "reasons": [(explain(one, ""), where, number) for one, where, number in reasons],
        "lines": [
            (row, names.get(row.object), explain(row.code, row.error, row.hint))
            for row in found.rows
        ],
        "total": sum(number for _code, _target, number in chosen),
        "code": code,
        "target": target,
        "previous": _address(request, "before", found.rows[0]) if found.before else "",
        "following": _address(request, "after", found.rows[-1]) if found.more else "",
        "unread": queries.problems(request.portal).count(),
        "may_change": may_change(request),
    }
    lead = _("What failed for good. It waits for you, or for a change of its record.")
    return page(request, "parked/parked.html", Head(_("Parked"), lead), **context)


@needs(Role.AUDITOR)
@require_safe
def unread(request: Request) -> HttpResponse:
    """Objects of sources that could not be taken in."""
    form = UnreadFilter(request.portal, request.GET)
    rows = queries.problems(request.portal)
    if form.is_valid():
        if source := form.cleaned_data["source"]:
            rows = rows.filter(source=source)
        if text := form.cleaned_data["q"].strip():
            rows = rows.filter(dn__icontains=text)
    found = page_of(request, rows, by="id")
    lines = [(row, explain(row.code, row.text, row.hint)) for row in found.rows]
    lead = _("Objects of a source that are left out until the directory is corrected.")
    head = Head(_("Could not be read"), lead, (Link(_("Parked"), reverse("parked")),))
    filtered = any(form.cleaned_data.values()) if form.is_valid() else False
    context: dict[str, Any] = {"form": form, "found": found, "lines": lines, "filtered": filtered}
    return page(request, "parked/unread.html", head, **context)


def _place(request: Request, word: str) -> Place | None:
    given = request.GET.get(word)
    if not given:
        return None
    try:
        target, key = json.loads(given)
    except (ValueError, TypeError):
        raise BadRequest("The address names no page.") from None
    if not isinstance(target, int) or not isinstance(key, str):
        raise BadRequest("The address names no page.")
    return Place(target, key)


def _address(request: Request, word: str, row: Work) -> str:
    parameters = request.GET.copy()
    for name in ("before", "after"):
        parameters.pop(name, None)
    parameters[word] = json.dumps([row.target_id, row.object])
    return f"?{parameters.urlencode()}"
