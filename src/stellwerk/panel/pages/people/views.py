"""The list of people, a person's page, and how a person is judged at a target."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.audit.queries import findings
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.objects.calls import calls, latest, said
from stellwerk.panel.pages.audits import showing
from stellwerk.panel.pages.people import listing, origin, signing_in
from stellwerk.panel.pages.people.belonging import belonging
from stellwerk.panel.pages.people.comparison import compare
from stellwerk.panel.pages.people.forms import STATES, PeopleFilter
from stellwerk.panel.pages.people.roles import given_by, held_by, may_get
from stellwerk.panel.pages.people.standing import places
from stellwerk.panel.pages.trail.words import word
from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request
from stellwerk.sources.models import Decision, Record
from stellwerk.targets.models import Target

_SHOWN = 10


@needs(Role.AUDITOR)
@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody the portal knows, searched and filtered."""
    form = PeopleFilter(request.portal, request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = listing.found(request.portal, wanted) if any(wanted.values()) else None
    rows = found.rows if found else Person.objects.filter(portal=request.portal)
    shown = page_of(request, rows, by="sort_key")
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "page": shown,
        "lines": listing.lines(request.portal, shown.rows),
        "counts": [(STATES[Person.State(k)], n) for k, n in listing.counts(request.portal).items()],
        "states": STATES,
    }
    return page(request, "people/people.html", Head(_("People")), **context)


@needs(Role.AUDITOR)
@require_safe
def person(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One person: who it is, where each value comes from, accounts, groups, what was sent."""
    who = find(request, public_id)
    known = list(
        Record.objects.filter(person=who)
        .select_related("source")
        .order_by("source__position", "source_id", "pk")
    )
    records = [record for record in known if record.absent_since is None]
    key = f"person:{who.pk}"
    standing = places(request.portal, key)
    trail = Trail.objects.filter(portal=request.portal, object=key).order_by("-at", "-pk")
    way = signing_in.way_of(who)
    context: dict[str, Any] = {
        "who": who,
        "key": key,
        "state": STATES[Person.State(who.state)],
        "values": origin.values(who, records, signs_on=bool(way.links)),
        "records": records,
        "absent": known and not records,
        "given": origin.given(records),
        "places": standing,
        "parked": any(place.trouble for place in standing),
        "questions": list(
            Decision.objects.filter(person=who, refused=False).select_related("record")
        ),
        "groups": belonging(who),
        "way": way,
        "held": (held := held_by(who)),
        "may_get": may_get(who, held, request.roles),
        "may_take": given_by(request.roles),
        "findings": showing.shown(findings(request.portal, keys=[key]).select_related("target")),
        "sent": latest([place.target for place in standing], [key], _SHOWN),
        "trail": [(row, word(row.verb)) for row in trail[:_SHOWN]],
        "may_change": may_change(request),
    }
    return page(request, "people/person.html", _head(who), **context)


@needs(Role.AUDITOR)
@require_safe
def history(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Everything that was sent for a person, page by page."""
    who = find(request, public_id)
    head = Head(
        _("What was sent for %(name)s") % {"name": who},
        crumbs=(*_crumbs(), Link(str(who), reverse("person", args=[public_id]))),
    )
    shown = calls(request, [f"person:{who.pk}"])
    sent = [said(row) for row in shown.rows]
    return page(request, "panel/history.html", head, page=shown, sent=sent)


@needs(Role.AUDITOR)
@require_safe
def sign_ins(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Where somebody is signed in, and every time they did, page by page."""
    who = find(request, public_id)
    head = Head(
        _("Sign-ins of %(name)s") % {"name": who},
        crumbs=(*_crumbs(), Link(str(who), reverse("person", args=[public_id]))),
    )
    shown = page_of(request, signing_in.history(who), by="at", descending=True)
    context: dict[str, Any] = {
        "who": who,
        "way": signing_in.way_of(who),
        "page": shown,
        "lines": [signing_in.line(row) for row in shown.rows],
        "may_change": may_change(request),
    }
    return page(request, "people/sign_ins.html", head, **context)


@needs(Role.AUDITOR)
@require_safe
def account(request: Request, public_id: uuid.UUID, target: uuid.UUID) -> HttpResponse:
    """A person at one target: why, and wanted and applied side by side."""
    who = find(request, public_id)
    row = get_object_or_404(Target, portal=request.portal, public_id=target)
    row.portal = request.portal
    head = Head(
        _("%(name)s at %(target)s") % {"name": who, "target": row.name},
        crumbs=(*_crumbs(), Link(str(who), reverse("person", args=[public_id]))),
    )
    template = "people/comparison.html" if request.htmx else "people/account.html"
    return page(request, template, head, compared=compare(row, who), target=row, who=who)


def find(request: Request, public_id: uuid.UUID) -> Person:
    """A person of this portal. Raises Http404."""
    rows = Person.objects.select_related("local_password")
    who = get_object_or_404(rows, portal=request.portal, public_id=public_id)
    who.portal = request.portal
    return who


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("People"), reverse("people")),)


def _head(who: Person) -> Head:
    name = str(who)
    # Two people may share a name; no two pages share a title.
    title = name if name == who.login else f"{name} ({who.login})"
    return Head(title, who.mail, _crumbs())
