"""See it first: after settings were saved, a plan is drawn and shown before anything is sent."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from stellwerk.config.taking_back import Saved
from stellwerk.jobs.actions import enqueue
from stellwerk.signin.request import Request
from stellwerk.sync.tasks import key_of


def preview(request: Request, change: Saved) -> HttpResponse:
    """Have a plan drawn, and lead to where it is shown, carried out, or the change taken back."""
    who = request.person.login
    job = enqueue("plan", key_of(request.portal), actor=who, order=change.order())
    return HttpResponseRedirect(reverse("saved", args=[job.pk]), status=303)
