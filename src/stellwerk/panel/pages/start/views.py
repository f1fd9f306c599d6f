"""The services somebody may use, a tile each."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.signin.request import Request
from stellwerk.tiles.address import server_of
from stellwerk.tiles.queries import tiles_for


@needs(Role.PERSON)
@require_safe
def start(request: Request) -> HttpResponse:
    """Where people land after signing in."""
    who = request.person
    lead = _("Hello %(name)s, this is everything you can use here.")
    head = Head(_("Your services"), lead % {"name": who.first_name or who})
    shown = [(tile, server_of(tile.address)) for tile in tiles_for(who)]
    return page(request, "start/start.html", head, tiles=shown, may=may_change(request))
