"""The page of a target's settings: new or changed, tried before it is saved."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link
from stellwerk.panel.pages.targets.whole import Whole
from stellwerk.panel.settings.editing import edit as edit_page
from stellwerk.signin.request import Request
from stellwerk.targets.models import Target


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """A target that is not there yet."""
    return _form(request, None, Head(_("New target"), crumbs=_crumbs()), reverse("targets"))


@needs(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, public_id: str) -> HttpResponse:
    """A target that is there."""
    row = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    back = reverse("target", args=[public_id])
    title = _("Change the target %(name)s") % {"name": row.name}
    return _form(request, row, Head(title, crumbs=(*_crumbs(), Link(row.name, back))), back)


def _form(request: Request, row: Target | None, head: Head, back: str) -> HttpResponse:
    """The page; its rules can be moved about before anything is tried or saved."""
    arranging = request.POST.get("arrange", "")
    edited = Whole(request.portal, row, request.POST or None, arranging=arranging)
    return edit_page(request, edited, "targets/edit.html", head, back, whole=edited)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Targets"), reverse("targets")),)
