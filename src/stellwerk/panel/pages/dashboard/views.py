"""The overview: is everything all right, and if not, what is to be done?"""

import hashlib

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stellwerk.core.access import Needs, Role, needs, open_to_everybody
from stellwerk.core.page import Head, page
from stellwerk.panel.pages.dashboard.cards import counted, how_read, how_served, why_unread
from stellwerk.panel.pages.dashboard.health import health
from stellwerk.panel.pages.dashboard.queries import standing
from stellwerk.panel.pages.dashboard.tiles import tiles
from stellwerk.panel.theme import COOKIE, Theme
from stellwerk.signin.request import Request
from stellwerk.signin.returning import safe

_YEAR = 365 * 24 * 3600
_SEES = Needs(Role.AUDITOR, None)


@needs(Role.PERSON)
@require_safe
def dashboard(request: Request) -> HttpResponse:
    """One sentence of health, and a card for every source and target.

    Asked by htmx, it is the part that changes, and nothing (204) while that looks the same. Who has
    nothing to look after goes on to the start page.
    """
    if not _SEES.allows(request.roles, "GET"):
        return redirect("start")
    inner = _standing(request)
    digest = hashlib.sha256(inner.encode()).hexdigest()[:16]
    if request.htmx and request.GET.get("shown") == digest:
        return HttpResponse(status=204)
    template = "dashboard/standing.html" if request.htmx else "dashboard/dashboard.html"
    return page(request, template, Head(_("Overview")), inner=inner, digest=digest)


def _standing(request: Request) -> str:
    now = standing(request.portal)
    context = {
        "now": now,
        "health": health(now),
        "tiles": tiles(now),
        "sources": [(one, *how_read(one), why_unread(one)) for one in now.sources],
        "targets": [
            (
                one,
                *how_served(one, worker=now.worker),
                *map(counted, (one.due, one.held, one.parked)),
            )
            for one in now.targets
        ],
    }
    return render_to_string("dashboard/inner.html", context, request)


@open_to_everybody
@require_POST
def theme(request: Request) -> HttpResponse:
    """Show the panel light, dark or as the system does, in this browser."""
    chosen = request.POST.get("theme", "")
    if chosen not in list(Theme):
        raise BadRequest("There is no such theme.")
    answer = HttpResponseRedirect(safe(request.POST.get("next", "")), status=303)
    answer.set_cookie(COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="Lax")
    return answer
