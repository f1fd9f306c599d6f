"""See it first: after settings were saved, a plan is drawn and shown before anything is sent."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.jobs.actions import enqueue
from stellwerk.signin.request import Request
from stellwerk.sync.tasks import key_of
from stellwerk.targets.models import Target


def preview(request: Request, name: str) -> HttpResponse:
    """Say that something was saved, have a plan drawn, and lead there."""
    job = enqueue("plan", key_of(request.portal), actor=request.person.login)
    halted = Target.objects.filter(portal=request.portal, started=False)
    if halted.exists():
        said = _(
            "%(name)s is saved. See first what comes of it: nothing is sent to %(targets)s until"
            " you carry out the plan."
        )
        targets = ", ".join(halted.order_by("name").values_list("name", flat=True))
        messages.success(request, said % {"name": name, "targets": targets})
    else:
        messages.success(request, _("%(name)s is saved.") % {"name": name})
    return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)
