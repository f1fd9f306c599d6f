"""The list of groups, a group's page, and a group in one context of a target."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.objects.calls import calls, fields_of, latest, said
from stellwerk.panel.pages.groups import listing
from stellwerk.panel.pages.groups.forms import GroupFilter
from stellwerk.panel.pages.groups.membership import (
    in_scope,
    members_by_name,
    sent_members,
    surroundings,
    with_nested,
)
from stellwerk.panel.pages.groups.scopes import scopes
from stellwerk.panel.pages.trail.words import word
from stellwerk.people.models import Group, Person
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request
from stellwerk.sources.models import Record
from stellwerk.sync.models import Applied
from stellwerk.targets.models import Target

_SHOWN = 10
_NAMED = 200


@needs(Role.AUDITOR)
@require_safe
def groups(request: Request) -> HttpResponse:
    """Every group the portal knows, searched and filtered."""
    form = GroupFilter(request.portal, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = listing.found(request.portal, wanted) if any(wanted.values()) else None
    everything = Group.objects.filter(portal=request.portal)
    shown = page_of(request, found.rows if found else everything, by="sort_key")
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "page": shown,
        "lines": listing.lines(request.portal, shown.rows),
        "count": everything.count(),
    }
    return page(request, "groups/groups.html", Head(_("Groups")), **context)


@needs(Role.AUDITOR)
@require_safe
def group(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One group: members, groups in it and above it, contexts, what is held, what was sent."""
    row = find(request, public_id)
    records = list(
        Record.objects.filter(group=row, absent_since=None)
        .select_related("source")
        .order_by("source__position", "source_id", "pk")
    )
    around = surroundings(row)
    nested = around.nested
    everybody = request.GET.get("members") == "all"
    shown_groups = nested if everybody else {row.pk}
    people = members_by_name(request.portal, shown_groups)
    shown = page_of(request, people, by="sort_key")
    places = scopes(request.portal, row, nested, records)
    keys = [f"group:{row.pk}", *(place.key for place in places)]
    trail = Trail.objects.filter(portal=request.portal, object__in=keys).order_by("-at", "-pk")
    context: dict[str, Any] = {
        "group": row,
        "key": f"group:{row.pk}",
        "records": records,
        "page": shown,
        "everybody": everybody,
        "around": around,
        "places": places,
        "parked": any(place.trouble for place in places),
        "sent": latest(sorted({p.target for p in places}, key=lambda t: t.pk), keys, _SHOWN),
        "trail": [(line, word(line.verb)) for line in trail[:_SHOWN]],
        "may_change": may_change(request),
    }
    title = _("Group %(name)s") % {"name": row.name}
    return page(request, "groups/group.html", Head(title, row.description, _crumbs()), **context)


@needs(Role.AUDITOR)
@require_safe
def history(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Everything that was sent for a group, page by page."""
    row = find(request, public_id)
    applied = Applied.objects.filter(group=row).values_list("object", flat=True)
    head = Head(
        _("What was sent for the group %(name)s") % {"name": row.name},
        crumbs=(*_crumbs(), Link(row.name, reverse("group", args=[public_id]))),
    )
    shown = calls(request, sorted({f"group:{row.pk}", *applied}))
    sent = [said(one) for one in shown.rows]
    return page(request, "panel/history.html", head, page=shown, sent=sent)


@needs(Role.AUDITOR)
@require_safe
def scope(request: Request, public_id: uuid.UUID, target: uuid.UUID, scope: str) -> HttpResponse:
    """A group in one context: members wanted and applied, and the difference by name."""
    row = find(request, public_id)
    place = get_object_or_404(Target, portal=request.portal, public_id=target)
    applied = Applied.objects.filter(target=place, object=f"group:{row.pk}@{scope}").first()
    wanted = in_scope(with_nested(row), place.pk, scope)
    sent = sent_members(applied) if applied else Person.objects.none()
    words = {"name": row.name, "target": place.name, "context": scope}
    head = Head(
        _("Group %(name)s at %(target)s, context %(context)s") % words,
        crumbs=(*_crumbs(), Link(row.name, reverse("group", args=[public_id]))),
    )
    lacking = wanted.exclude(pk__in=sent.values("pk")) if applied else wanted
    context: dict[str, Any] = {
        "group": row,
        "applied": applied,
        "fields": fields_of(applied.object, applied.fields) if applied else [],
        "wanted": wanted.count(),
        "there": sent.count(),
        "lacking": _named(lacking),
        "surplus": _named(sent.exclude(pk__in=wanted.values("pk"))),
    }
    return page(request, "groups/scope.html", head, **context)


def _named(people: QuerySet[Person]) -> list[Person]:
    return list(people.order_by("sort_key", "pk")[:_NAMED])


def find(request: Request, public_id: uuid.UUID) -> Group:
    """A group of this portal. Raises Http404."""
    return get_object_or_404(Group, portal=request.portal, public_id=public_id)


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Groups"), reverse("groups")),)
