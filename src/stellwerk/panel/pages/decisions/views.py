"""The open questions of identity, both sides side by side."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.decisions.sides import matters
from stellwerk.signin.request import Request
from stellwerk.sources.questions import open_questions, records_in_question

_SIZE = 20


@needs(Role.AUDITOR)
@require_safe
def decisions(request: Request) -> HttpResponse:
    """All open questions, or those that one reading brought up."""
    given = request.GET.get("run", "")
    run = int(given) if given.isdecimal() and len(given) < 15 else None
    records = records_in_question(request.portal, run)
    found = page_of(request, records, by="id", size=_SIZE)
    counted: dict[int, set[int]] = {}
    for number, record in open_questions(request.portal).values_list("run", "record"):
        counted.setdefault(number, set()).add(record)
    jobs = Job.objects.in_bulk(list(counted))
    context: dict[str, Any] = {
        "found": found,
        "matters": matters(found.rows),
        "run": run,
        "runs": [(pk, jobs.get(pk), len(counted[pk])) for pk in sorted(counted, reverse=True)],
        "may_change": may_change(request),
    }
    lead = _("Questions only you can answer. Until then, neither side of them is touched.")
    return page(request, "decisions/decisions.html", Head(_("Decisions"), lead), **context)
