"""Sources: the list, and each one's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stellwerk.config.duration import span
from stellwerk.config.exporting import source_table
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.sources import queries
from stellwerk.panel.pages.sources.forms import FORMS, KINDS
from stellwerk.panel.settings.shown import shown
from stellwerk.signin.request import Request
from stellwerk.sources.base import Kind
from stellwerk.sources.models import SIGN_ON, Source

KIND_NAMES: dict[str, str | Promise] = {
    "ldap": gettext_lazy("LDAP server"),
    "ldif": gettext_lazy("LDIF file"),
    SIGN_ON: gettext_lazy("Single sign-on"),
}


@needs(Role.AUDITOR)
@require_safe
def sources(request: Request) -> HttpResponse:
    """All sources, in the order in which they count."""
    rows = [
        (one, KIND_NAMES.get(one.row.kind, one.row.kind), *_stands(one), _span(one.every))
        for one in queries.listed(request.portal)
    ]
    lead = _("Where people come from. Of a person found in two, the first one counts.")
    may = may_change(request)
    action = Link(_("Add a source"), reverse("source-choose"), "plus") if may else None
    head = Head(_("Sources"), lead, action=action)
    return page(request, "sources/sources.html", head, rows=rows, may=may)


@needs(Role.AUDITOR)
@require_safe
def source(request: Request, public_id: str) -> HttpResponse:
    """One source: how it is set up, how it was read, and what could not be taken."""
    row = get_object_or_404(Source, portal=request.portal, public_id=public_id)
    form = FORMS.get(row.kind)
    settings = source_table(row, queries.every(row))
    runs = queries.runs(row)
    context: dict[str, Any] = {
        "source": row,
        "kind": KIND_NAMES.get(row.kind, row.kind),
        "settings": shown(form(row=settings)) if form else [],
        "kept": [(_kind(kind), number) for kind, number in queries.kept(row)],
        "runs": [(job, *how(job), queries.objects(job)) for job in runs],
        "last": how(runs[0] if runs else None) if row.is_read else ("good", _FILLED),
        "found": page_of(request, row.problems.all(), by="id", size=25),
        "may": may_change(request) and row.is_read,
    }
    crumbs = (Link(_("Sources"), reverse("sources")),)
    title = _("Source %(name)s") % {"name": row.name}
    return page(request, "sources/source.html", Head(title, crumbs=crumbs), **context)


_FILLED = gettext_lazy("filled by signing in")


def _stands(one: queries.Listed) -> tuple[str, str | Promise]:
    return how(one.last) if one.row.is_read else ("good", _FILLED)


def how(job: Job | None) -> tuple[str, str]:
    """How a reading ended: tone and words."""
    if job is None:
        return "off", _("never read")
    if job.state in {"queued", Job.State.RUNNING}:
        return "busy", _("being read")
    if job.state == Job.State.CANCELLED:
        return "warn", _("cancelled")
    if job.state == Job.State.FAILED:
        return "bad", _("failed")
    if not job.result.get("complete", True):
        return "warn", _("not whole")
    return "good", _("read whole")


def _kind(kind: str) -> str:
    return str(KINDS[Kind(kind)]) if kind in set(Kind) else kind


def _span(every: int | None) -> str:
    return span(every) if every else ""
