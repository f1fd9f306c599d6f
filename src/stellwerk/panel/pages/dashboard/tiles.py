"""The numbers on top of the start page: what waits, and where that is seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.panel.pages.dashboard.cards import counted
from stellwerk.panel.pages.dashboard.queries import Standing


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: its name in the page, what it counts, and the page that lists it."""

    name: str
    count: str
    label: str
    tone: str
    url: str


def tiles(now: Standing) -> Sequence[Tile]:
    """What waits everywhere, whoever it waits for."""
    due, held = sum(one.due for one in now.targets), sum(one.held for one in now.targets)
    parked = sum(one.parked for one in now.targets)
    waiting = reverse("people") + "?waits=due"
    return [
        _tile("decisions", now.decisions, _("Open decisions"), "wait", reverse("decisions")),
        _tile("held", held, _("Waiting for approval"), "wait", reverse("plans")),
        _tile("parked", parked, _("Parked"), "bad", reverse("parked")),
        _tile("findings", now.findings, _("Findings"), "wait", reverse("audits")),
        _tile("due", due, _("On their way"), "info", waiting),
    ]


def _tile(name: str, count: int, label: str, tone: str, url: str) -> Tile:
    return Tile(name, counted(count), label, tone if count else "none", url)
