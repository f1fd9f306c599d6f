"""What can be done with runs: start a reading, cancel what is under way."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stellwerk.core.access import Role, needs
from stellwerk.jobs import actions as jobs
from stellwerk.panel.pages.runs.finding import find
from stellwerk.signin.request import Request
from stellwerk.sync import halting
from stellwerk.sync.tasks import key_of


@needs(Role.ADMINISTRATOR)
@require_POST
def read(request: Request) -> HttpResponse:
    """Have every source of the portal read now."""
    job = jobs.enqueue("read", key_of(request.portal), actor=request.person.login)
    return _to(job.pk)


@needs(Role.ADMINISTRATOR)
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask a run to end."""
    row = find(request, pk)
    if halting.cancel(request.portal, row, actor=request.person.login):
        messages.success(request, _("It ends at its next step; what is done by then stays done."))
    else:
        messages.info(request, _("It was over already."))
    return _to(pk)


def _to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("run", args=[pk]), status=303)
