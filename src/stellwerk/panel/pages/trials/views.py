"""How a trial of settings goes."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.trials.trial import trials
from stellwerk.signin.request import Request


@needs(Role.ADMINISTRATOR)
@require_safe
def trial(request: Request, key: str) -> HttpResponse:
    """One's own trial: the steps so far."""
    found = trials.find(request.person.pk, key)
    if found is None:
        raise Http404
    if request.htmx:
        return render(request, "trials/list.html", {"trial": found})
    return page(request, "trials/trial.html", Head(_("Test of settings")), trial=found)
