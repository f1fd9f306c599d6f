"""What comes of settings that were saved, and taking them back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.config.problem import BadConfiguration
from stellwerk.config.removing import StillInUse
from stellwerk.config.taking_back import Saved, TooLate, stands
from stellwerk.config.taking_back import take_back as undo
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.jobs.models import Job
from stellwerk.panel.access import may_change
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.sync.models import Plan
from stellwerk.sync.tasks import key_of
from stellwerk.targets.models import Target


@needs(Role.AUDITOR)
@require_safe
def saved(request: Request, pk: int) -> HttpResponse:
    """The change, how far its plan is, and what it would do. htmx asks for the part that moves."""
    job, change = _find(request, pk)
    plan = Plan.objects.filter(portal=request.portal, hash=job.result.get("hash") or "-").first()
    halted = Target.objects.filter(portal=request.portal, started=False).order_by("name")
    context: dict[str, Any] = {
        "job": job,
        "running": job.state in {Job.State.QUEUED, Job.State.RUNNING},
        "plan": plan,
        "losses": _losses(plan) if plan else [],
        "others": _others(plan) if plan else 0,
        "halted": list(halted.values_list("name", flat=True)),
        "stands": stands(request.portal, change),
        "may": may_change(request),
    }
    title = _("What comes of it: %(name)s (%(run)s)") % {"name": change.name, "run": job.pk}
    template = "saved/part.html" if request.htmx else "saved/saved.html"
    return page(request, template, Head(title), **context)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """Ask, then make the settings what they were before."""
    job, change = _find(request, pk)
    back = reverse("saved", args=[job.pk])
    title = _("Take the change of %(name)s back?") % {"name": change.name}
    if request.method != "POST":
        text = _(
            "All settings become what they were before. Passwords that were typed with the change"
            " stay. Targets that were served are served again."
        )
        return ask(request, Question(title, text, _("Take back"), back))
    try:
        undo(request.portal, change, actor=request.person.login)
    except TooLate:
        said = _("Something else was changed or carried out since, so it stays. Change it anew.")
        return refuse(request, _("It cannot be taken back any more"), said, back)
    except (BadConfiguration, StillInUse) as error:
        return refuse(request, _("It cannot be taken back any more"), in_words(error.message), back)
    messages.success(request, _("The change of %(name)s is taken back.") % {"name": change.name})
    return HttpResponseRedirect(back, status=303)


def _find(request: Request, pk: int) -> tuple[Job, Saved]:
    job = get_object_or_404(Job, pk=pk, kind="plan", key=key_of(request.portal))
    change = Saved.of(job.order)
    if change is None:
        raise Http404
    return job, change


def _losses(plan: Plan) -> list[str]:
    """What it takes away, in plain words."""
    off, gone = plan.counts.get("disable", 0), plan.counts.get("delete", 0)
    words = [
        (off, ngettext("%(count)s account is switched off.", "%(count)s accounts are switched off.",
                       off)),
        (gone, ngettext("%(count)s object is deleted with all its data.",
                        "%(count)s objects are deleted with all their data.", gone)),
    ]  # fmt: skip
    # Where everything waits for approval, what is held takes nothing away by that alone.
    if not Target.objects.filter(portal=plan.portal_id, manual=True).exists():
        words.append((held := plan.counts.get("held", 0), _held_said(held)))
    return [said % {"count": number(count)} for count, said in words if count]


def _held_said(held: int) -> str:
    return ngettext(
        "%(count)s change takes something away and waits for approval.",
        "%(count)s changes take something away and wait for approval.",
        held,
    )


def _others(plan: Plan) -> int:
    return sum(plan.counts.get(name, 0) for name in ("create", "adopt", "update"))
