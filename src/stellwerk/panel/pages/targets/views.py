"""Targets: the list, and each one's page."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.config.exporting import contexts_at, target_table
from stellwerk.core import clock
from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.pages.targets.forms import PRESETS, TargetForm
from stellwerk.panel.settings.shown import shown
from stellwerk.signin.request import Request
from stellwerk.sync.models import Applied, Held, Lane, Work
from stellwerk.targets.models import Target


@needs(Role.AUDITOR)
@require_safe
def targets(request: Request) -> HttpResponse:
    """All targets, and how each stands."""
    rows = list(Target.objects.filter(portal=request.portal).order_by("name"))
    may = may_change(request)
    action = Link(_("Add a target"), reverse("target-new"), "plus") if may else None
    head = Head(_("Targets"), _("Where people go: servers of OX App Suite."), action=action)
    return page(request, "targets/targets.html", head, rows=_listed(rows), may=may)


@needs(Role.AUDITOR)
@require_safe
def target(request: Request, public_id: str) -> HttpResponse:
    """One target: how it stands, how it is set up, who goes there."""
    row = get_object_or_404(Target, portal=request.portal, public_id=public_id)
    table = target_table(row, ())
    context: dict[str, Any] = {
        "target": row,
        "stands": _listed([row])[0],
        "settings": shown(TargetForm(row=table)),
        "rules": [(rule["name"], *_said(rule)) for rule in table.get("rule", ())],
        "preset": dict(PRESETS)[table["preset"]] if table.get("preset", "none") != "none" else "",
        "default_context": table.get("default_context", ""),
        "contexts": contexts_at(row),
        "may": may_change(request),
    }
    crumbs = (Link(_("Targets"), reverse("targets")),)
    title = _("Target %(name)s") % {"name": row.name}
    return page(request, "targets/target.html", Head(title, crumbs=crumbs), **context)


def _listed(rows: list[Target]) -> list[dict[str, Any]]:
    """How targets stand, in a few questions however many there are."""
    work = Work.objects.filter(target__in=rows)
    accounts = Applied.objects.filter(target__in=rows, person__isnull=False).exclude(remote_id="")
    held = Held.objects.filter(target__in=rows, approved=False, dropped=False)
    counted = {
        "accounts": _by_target(accounts),
        "due": _by_target(work.filter(state=Work.State.READY).exclude(lane__startswith="~")),
        "parked": _by_target(work.filter(state=Work.State.PARKED)),
        "held": _by_target(held),
    }
    paused: dict[int, set[str]] = {}
    resting = Lane.objects.filter(target__in=rows, paused_until__gt=clock.now())
    for target, reason in resting.values_list("target", "reason"):
        paused.setdefault(target, set()).add(reason)
    return [
        {
            "row": row,
            **{word: found.get(row.pk, 0) for word, found in counted.items()},
            "paused": sorted(paused.get(row.pk, ())),
            "state": _state(row, row.pk in paused),
        }
        for row in rows
    ]


def _by_target(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("target").annotate(n=Count("*")))


def _state(row: Target, paused: bool) -> tuple[str, str]:
    if not row.started:
        return "wait", _("waits until its plan is carried out")
    if paused:
        return "bad", _("paused")
    return "good", _("is served")


def _said(rule: dict[str, Any]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """A rule's two halves as names and values."""
    words = {
        "kind": _("Holds for"),
        "attribute": _("Property"),
        "values": _("Values"),
        "group": _("Group"),
        "ou": _("Below"),
        "source": _("Source"),
        "all": _("All of them"),
        "context": _("Context"),
        "context_from": _("Context from the property"),
        "profile": _("Access profile"),
        "profile_from": _("Access profile from the property"),
    }

    def half(found: dict[str, Any]) -> list[tuple[str, str]]:
        return [
            (words.get(name, name), ", ".join(value) if isinstance(value, list) else _yes(value))
            for name, value in found.items()
        ]

    return half(rule["match"]), half(rule["give"])


def _yes(value: Any) -> str:
    return _("yes") if value is True else str(value)
