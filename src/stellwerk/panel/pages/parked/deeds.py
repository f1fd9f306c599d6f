"""Takes parked objects up again: those ticked, or all that are parked for a reason."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from stellwerk.core.access import Role, needs
from stellwerk.jobs.actions import enqueue
from stellwerk.panel.templatetags.ui import number
from stellwerk.signin.request import Request
from stellwerk.sync.retrying import parked_rows, retry_rows
from stellwerk.sync.tasks import key_of

AT_ONCE = 500
"""So many objects are taken up while the browser waits; more are a job."""


@needs(Role.ADMINISTRATOR)
@require_POST
def retry(request: Request) -> HttpResponse:
    """Take parked objects up again; the running worker sends them at once."""
    if "all" in request.POST:
        return _everything(request)
    by_target: dict[int, list[str]] = defaultdict(list)
    for chosen in request.POST.getlist("object"):
        target, _slash, key = chosen.partition("/")
        if not target.isdecimal():
            raise BadRequest("The form names no object.")
        by_target[int(target)].append(key)
    done = 0
    for pk, keys in by_target.items():
        rows = parked_rows(request.portal, target=pk, keys=keys)
        done += retry_rows(rows, request.portal, actor=request.person.login)
    return _told(request, done)


def _everything(request: Request) -> HttpResponse:
    code, target = request.POST.get("code", ""), request.POST.get("target", "")
    where = int(target) if target.isdecimal() else None
    rows = parked_rows(request.portal, code=code, target=where)
    if rows.count() > AT_ONCE:
        order = {"code": code, "target": where}
        job = enqueue("retry", key_of(request.portal), actor=request.person.login, order=order)
        return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)
    return _told(request, retry_rows(rows, request.portal, actor=request.person.login))


def _told(request: Request, done: int) -> HttpResponse:
    if done:
        said = ngettext(
            "%(count)s object is tried again.", "%(count)s objects are tried again.", done
        )
        messages.success(request, said % {"count": number(done)})
    else:
        messages.warning(request, _("Nothing was tried again: tick what you mean first."))
    return HttpResponseRedirect(reverse("parked"), status=303)
