"""A tile is made, changed, moved, removed."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.dialogs.question import Question, ask
from stellwerk.panel.pages.tiles.forms import TileForm
from stellwerk.signin.request import Request
from stellwerk.tiles.actions import move_tile, remove_tile, save_tile
from stellwerk.tiles.models import Tile


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A tile that is not there yet; it comes after all others."""
    return _edit(request, None, _("New tile"))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """A tile that is there."""
    row = _find(request, public_id)
    return _edit(request, row, _("Change the tile %(name)s") % {"name": row.called})


def _edit(request: Request, row: Tile | None, title: str) -> HttpResponse:
    form = TileForm(request.portal, row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved, _changed = save_tile(
            request.portal, form.fields_of(), row=row, actor=request.person.login
        )
        messages.success(request, _("The tile %(name)s is saved.") % {"name": saved.called})
        return HttpResponseRedirect(reverse("tiles"), status=303)
    head = Head(title, crumbs=(Link(_("Start page"), reverse("tiles")),))
    status = 422 if form.errors else 200
    return page(request, "tiles/edit.html", head, form=form, row=row, status=status)


@needs(Role.ADMINISTRATOR)
@require_POST
def move(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Let it stand before the tile above it, or after the one below."""
    row = _find(request, public_id)
    way = request.POST.get("way", "")
    if way not in {"earlier", "later"}:
        raise BadRequest("There is no such way.")
    move_tile(row, earlier=way == "earlier", actor=request.person.login)
    return HttpResponseRedirect(reverse("tiles"), status=303)


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Ask, then take it off the start page."""
    row = _find(request, public_id)
    back = reverse("tiles")
    if request.method != "POST":
        title = _("Remove the tile %(name)s?") % {"name": row.called}
        text = _("It goes from everybody's start page. The service itself stays as it is.")
        facts = ((_("Address"), row.address),)
        return ask(request, Question(title, text, _("Remove"), back, danger=True, facts=facts))
    remove_tile(row, actor=request.person.login)
    messages.success(request, _("The tile %(name)s is removed.") % {"name": row.called})
    return HttpResponseRedirect(back, status=303)


def _find(request: Request, public_id: uuid.UUID) -> Tile:
    rows = Tile.objects.select_related("group")
    row = get_object_or_404(rows, portal=request.portal, public_id=public_id)
    row.portal = request.portal
    return row
