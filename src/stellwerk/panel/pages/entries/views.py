"""The list of a kind, the page of one, and what was sent for it."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.objects.calls import calls, latest, said
from stellwerk.panel.pages.entries.kinds import Kind
from stellwerk.panel.pages.entries.places import places
from stellwerk.panel.pages.trail.words import word
from stellwerk.people.models import Entry, EntryMember
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request
from stellwerk.sync.models import Applied
from stellwerk.targets.declared import LOCAL

_SHOWN = 10
_MEMBERS = 200


@needs(Role.AUDITOR)
@require_safe
def entries(request: Request, kind: Kind) -> HttpResponse:
    """All of a kind, of directories and declared here."""
    rows = Entry.objects.filter(portal=request.portal, kind=kind.kind, left_at=None)
    found = page_of(request, rows, by="name")
    may = may_change(request)
    action = Link(str(kind.add), reverse(f"{kind.word}-new"), "plus") if may else None
    shown = [(row, row.owner == LOCAL, _mail(row), _scope(row)) for row in found.rows]
    head = Head(str(kind.title), str(kind.lead), action=action)
    return page(request, "entries/entries.html", head, found=found, rows=shown, kind=kind)


@needs(Role.AUDITOR)
@require_safe
def entry(request: Request, public_id: uuid.UUID, kind: Kind) -> HttpResponse:
    """One: its properties, its members, where it is, what is held and what was sent."""
    row = find(request, public_id, kind)
    where = places(row)
    keys = keys_of(row)
    trail = Trail.objects.filter(portal=request.portal, object__in=keys).order_by("-at", "-pk")
    members = EntryMember.objects.filter(entry=row).select_related("person", "subgroup")
    targets = sorted({place.target for place in where}, key=lambda one: one.pk)
    context: dict[str, Any] = {
        "entry": row,
        "kind": kind,
        "facts": kind.shown(row),
        "bookable": (row.attributes.get("available") or ["1"])[0] != "0",
        "members": members.order_by("ref")[:_MEMBERS],
        "places": where,
        "parked": any(place.trouble for place in where),
        "sent": latest(targets, keys, _SHOWN),
        "trail": [(line, word(line.verb)) for line in trail[:_SHOWN]],
        "here": row.owner == LOCAL and row.left_at is None,
        "directory": row.owner != LOCAL,
        "may_change": may_change(request),
        **{name: reverse(f"{kind.word}-{name}", args=[public_id]) for name in _DEEDS},
    }
    head = Head(str(kind.named) % {"name": row.name}, crumbs=crumbs(kind))
    return page(request, "entries/entry.html", head, **context)


_DEEDS = ("look", "retry", "approve", "drop", "edit", "remove", "history")


@needs(Role.AUDITOR)
@require_safe
def history(request: Request, public_id: uuid.UUID, kind: Kind) -> HttpResponse:
    """Everything that was sent for one, page by page."""
    row = find(request, public_id, kind)
    back = Link(row.name, reverse(kind.word, args=[public_id]))
    head = Head(str(kind.sent) % {"name": row.name}, crumbs=(*crumbs(kind), back))
    shown = calls(request, keys_of(row))
    sent = [said(one) for one in shown.rows]
    return page(request, "panel/history.html", head, page=shown, sent=sent)


def find(request: Request, public_id: uuid.UUID, kind: Kind) -> Entry:
    """One of this portal, removed or not. Raises Http404."""
    return get_object_or_404(Entry, portal=request.portal, kind=kind.kind, public_id=public_id)


def keys_of(row: Entry) -> list[str]:
    """Its keys at targets: its own, and that in each context it is in."""
    key = f"{row.kind}:{row.pk}"
    applied = Applied.objects.filter(entry=row).values_list("object", flat=True)
    return sorted({key, *applied, *(place.key for place in places(row))})


def crumbs(kind: Kind) -> tuple[Link, ...]:
    """The way to the list."""
    return (Link(str(kind.title), reverse(kind.many)),)


def _mail(row: Entry) -> str:
    found = row.attributes
    return str((found.get("resourceMailAddress") or found.get("mailPrimaryAddress") or [""])[0])


def _scope(row: Entry) -> str:
    if row.kind != "resource":
        return _("where its members are")
    return str((row.attributes.get("oxContext") or [""])[0]) or _("as the rules say")
