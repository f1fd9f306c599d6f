"""All tiles, in the order in which people see them."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.signin.request import Request
from stellwerk.tiles.models import Tile


@needs(Role.AUDITOR)
@require_safe
def tiles(request: Request) -> HttpResponse:
    """The tiles with their addresses, and who sees each."""
    may = may_change(request)
    rows = Tile.objects.filter(portal=request.portal).select_related("group")
    action = Link(_("Add a tile"), reverse("tile-new"), "plus") if may else None
    lead = _("Where people land after signing in: a tile for every service they use.")
    head = Head(_("Start page"), lead, action=action)
    return page(request, "tiles/tiles.html", head, rows=rows.order_by("position", "pk"), may=may)
