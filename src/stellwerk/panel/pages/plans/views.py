"""The list of plans, and what one plan would change."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.plans.forms import ChangeFilter
from stellwerk.panel.pages.plans.showing import PEOPLE, shown
from stellwerk.panel.pages.plans.window import window
from stellwerk.panel.pages.plans.words import ACTIONS, TONES
from stellwerk.signin.request import Request
from stellwerk.sync.models import Plan
from stellwerk.sync.tasks import key_of


@needs(Role.AUDITOR)
@require_safe
def plans(request: Request) -> HttpResponse:
    """The newest plan and older ones."""
    rows = Plan.objects.filter(portal=request.portal).exclude(hash="")
    found = page_of(request, rows, by="created", descending=True, size=20)
    busy = Job.objects.filter(
        key=key_of(request.portal), kind="plan", state__in=[Job.State.QUEUED, Job.State.RUNNING]
    )
    context: dict[str, Any] = {
        "found": found,
        "plans": [(row, counts(row)) for row in found.rows],
        "first": not found.previous,
        "busy": busy.order_by("-pk").first(),
        "may_change": may_change(request),
    }
    lead = _("What would happen at the targets, computed and kept. Looking changes nothing.")
    return page(request, "plans/plans.html", Head(_("Plans"), lead), **context)


@needs(Role.AUDITOR)
@require_safe
def plan(request: Request, name: str) -> HttpResponse:
    """One plan: its counts and its changes, field by field."""
    row = find(request, name)
    form = ChangeFilter(request.portal, request.GET)
    after, before = _position(request, "after"), _position(request, "before")
    start = -1 if after is None else after
    found = window(row, form.search(), after=start, before=before)
    newest = Plan.objects.filter(portal=request.portal).exclude(hash="").order_by("-created")
    context: dict[str, Any] = {
        "plan": row,
        "counts": counts(row),
        "total": sum(row.counts.values()),
        "form": form,
        "changes": shown(request.portal, [change for _position, change in found.rows]),
        "searching": any(form.cleaned_data.values()) if form.is_valid() else False,
        "previous": _address(request, "before", found.first),
        "following": _address(request, "after", found.last),
        "unfinished": found.unfinished,
        "newest": newest.values_list("pk", flat=True).first() == row.pk,
        "shown_people": PEOPLE,
        "may_change": may_change(request),
    }
    return page(request, "plans/plan.html", head(row), **context)


def find(request: Request, name: str) -> Plan:
    """A plan of this portal by its hash. Raises Http404."""
    return get_object_or_404(Plan, portal=request.portal, hash=name)


def head(row: Plan) -> Head:
    """The head of a plan's page."""
    made = date_format(timezone.localtime(row.created), "SHORT_DATETIME_FORMAT")
    title = _("Plan of %(when)s (%(hash)s)") % {"when": made, "hash": row.hash[:8]}
    return Head(title, crumbs=(Link(_("Plans"), reverse("plans")),))


def counts(row: Plan) -> list[tuple[str, str, str, int]]:
    """How many changes of each kind: (action, word, tone, number); what is held comes last."""
    some = [
        (name, str(word), TONES[name], row.counts.get(name, 0)) for name, word in ACTIONS.items()
    ]
    return [*some, ("held", _("Held"), "wait", row.counts.get("held", 0))]


def _position(request: Request, word: str) -> int | None:
    given = request.GET.get(word)
    if given is None:
        return None
    if not given.isdecimal() or len(given) > 12:
        raise BadRequest("The address names no page.")
    return int(given)


def _address(request: Request, word: str, position: int | None) -> str:
    if position is None:
        return ""
    parameters = request.GET.copy()
    for name in ("before", "after"):
        parameters.pop(name, None)
    parameters[word] = str(position)
    return f"?{parameters.urlencode()}"
