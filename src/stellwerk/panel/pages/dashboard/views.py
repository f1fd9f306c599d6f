"""The start page: is everything all right, and if not, what is to be done?"""

from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stellwerk.core.access import Role, needs, open_to_everybody
from stellwerk.core.page import Head, page
from stellwerk.panel.theme import COOKIE, Theme
from stellwerk.signin.request import Request
from stellwerk.signin.returning import safe

_YEAR = 365 * 24 * 3600


@needs(Role.PERSON)
@require_safe
def dashboard(request: Request) -> HttpResponse:
    """One sentence of health, and a card for every source and target."""
    return page(request, "dashboard/dashboard.html", Head(_("Overview")))


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
