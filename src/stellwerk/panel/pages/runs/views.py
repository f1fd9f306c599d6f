"""The list of runs, and one run: how far it is, and what came of it."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.runs.finding import find, own_keys, sources_by_key, title
from stellwerk.panel.pages.runs.forms import RunFilter
from stellwerk.panel.pages.runs.log import latest
from stellwerk.panel.pages.runs.pace import pace_of, pace_said
from stellwerk.panel.pages.runs.words import numbers, readings, said, unread
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.sync.models import Plan
from stellwerk.sync.queries import worker_runs


@needs(Role.AUDITOR)
@require_safe
def runs(request: Request) -> HttpResponse:
    """All runs that are still kept, the newest first."""
    form = RunFilter(request.GET)
    sources = sources_by_key(request.portal)
    rows = Job.objects.filter(key__in=[*own_keys(request.portal), *sources]).defer("log")
    if form.is_valid():
        rows = rows.filter(**{name: value for name, value in form.cleaned_data.items() if value})
    found = page_of(request, rows, by="id", descending=True)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "lines": [said(row, sources) for row in found.rows],
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else False,
        "may_change": may_change(request),
    }
    lead = _("Everything that takes longer than a moment: readings, plans, syncs.")
    return page(request, "runs/runs.html", Head(_("Runs"), lead), **context)


@needs(Role.AUDITOR)
@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    """One run. Asked by htmx, it is only the part that changes while it runs."""
    row = find(request, pk)
    sources = sources_by_key(request.portal)
    line = said(row, sources)
    plan = row.result.get("hash") or row.order.get("plan", "")
    context: dict[str, Any] = {
        "line": line,
        "row": row,
        "numbers": numbers(row.result),
        "readings": readings(row.result),
        "unread": unread(row.result),
        "plan": plan if plan and _is_kept(request.portal, plan) else "",
        "pace": pace_said(pace_of(row)) if line.under_way else "",
        "latest": latest(request.portal, row),
        "halts": row.kind == "sync" and row.state == Job.State.RUNNING,
        "waits_for_worker": row.state == Job.State.QUEUED and not worker_runs(settings.DATA),
        "may_change": may_change(request),
    }
    template = "runs/part.html" if request.htmx else "runs/run.html"
    head = Head(title(row), line.about, (Link(_("Runs"), reverse("runs")),))
    return page(request, template, head, **context)


def _is_kept(portal: Portal, name: str) -> bool:
    return Plan.objects.filter(portal=portal, hash=name).exists()
