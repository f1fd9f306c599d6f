"""What targets hold other than what they were sent."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.audit import queries
from stellwerk.audit.tasks import AUDIT
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.audits.forms import FindingFilter
from stellwerk.panel.pages.audits.showing import shown
from stellwerk.panel.pages.audits.words import KINDS, REPAIRS, TONES
from stellwerk.signin.request import Request
from stellwerk.sync.tasks import aside_key
from stellwerk.targets.models import Target


@needs(Role.AUDITOR)
@require_safe
def audits(request: Request) -> HttpResponse:
    """Every finding of the last audits, filtered; what is ticked can be repaired or left."""
    form = FindingFilter(request.portal, request.GET)
    found = page_of(request, form.rows().select_related("target"), by="id")
    last = queries.last_audits(request.portal)
    targets = Target.objects.filter(portal=request.portal, kind="ox").order_by("name")
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "lines": shown(found.rows),
        "counts": [
            (kind, KINDS[kind], TONES[kind], REPAIRS[kind], number)
            for kind, number in queries.by_kind(request.portal).items()
        ],
        "targets": [(row, last.get(row.pk)) for row in targets],
        "under_way": Job.objects.filter(
            key=aside_key(request.portal),
            kind=AUDIT,
            state__in=[Job.State.QUEUED, Job.State.RUNNING],
        ).first(),
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else False,
        "left": form.shows_left,
        "may_change": may_change(request),
    }
    lead = _("Where a target does not hold what it was sent: somebody changed it there.")
    return page(request, "audits/audits.html", Head(_("Audit"), lead), **context)
