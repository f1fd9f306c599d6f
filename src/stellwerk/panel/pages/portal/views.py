"""The portal's own settings, and their form."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.panel.pages.portal.forms import PortalForm
from stellwerk.portals.actions import save_portal
from stellwerk.signin.request import Request


@needs(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def portal(request: Request) -> HttpResponse:
    """Where the portal is reached, its time zone, how long runs are kept."""
    host = str(request.META.get("HTTP_HOST", ""))
    form = PortalForm(request.portal, host, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = save_portal(
            request.portal,
            time_zone=given["time_zone"],
            address=given["address"],
            keep_runs=given["keep_runs"],
            actor=request.person.login,
        )
        messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
        return HttpResponseRedirect(reverse("portal"), status=303)
    lead = _("What holds for the whole portal: where it is reached, and how it counts time.")
    head = Head(_("Settings of the portal"), lead)
    context = {"form": form, "may": may_change(request), "row": request.portal}
    status = 422 if form.errors else 200
    return page(request, "portal/portal.html", head, status=status, **context)
