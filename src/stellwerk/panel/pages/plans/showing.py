"""The changes of a plan as a page shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stellwerk.panel.objects.fields import called
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.objects.named import Named, named
from stellwerk.panel.pages.plans.words import ACTIONS, PARTS, TONES
from stellwerk.portals.models import Portal
from stellwerk.sync.models import Held

PEOPLE = 200
"""So many members of one change are listed; the others are counted."""
_FEW = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One change in words. `state` of a held one: waits, approved, dropped or over; else ""."""

    change: Mapping[str, Any]
    named: Named | None
    action: str | Promise
    tone: str
    part: str | Promise
    cause: str
    notes: Sequence[str]
    fields: Sequence[tuple[str, str | None, str | None]]
    state: str = ""
    gate: str = ""

    @property
    def few(self) -> bool:
        """Whether its fields are so few that they are shown at once, line by line."""
        return len(self.fields) <= _FEW

    @property
    def more(self) -> int:
        """How many members are not listed."""
        return max(len(self.change["add"]) - PEOPLE, 0) + max(
            len(self.change["remove"]) - PEOPLE, 0
        )


def shown(portal: Portal, changes: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """Some changes in words, with what was answered to those that are held."""
    names = named(change["object"] for change in changes)
    held = [change["object"] for change in changes if change["held"]]
    rows = Held.objects.filter(target__portal=portal, object__in=held).select_related("target")
    answers = {(row.target.name, row.object, row.part): row for row in rows if held}
    return [
        _shown(
            change,
            names.get(change["object"]),
            answers.get((change["target"], change["object"], change["part"])),
        )
        for change in changes
    ]


def _shown(change: Mapping[str, Any], name: Named | None, row: Held | None) -> Shown:
    state = _state(change, row) if change["held"] else ""
    return Shown(
        change,
        name,
        ACTIONS.get(change["action"], change["action"]),
        TONES.get(change["action"], "off"),
        PARTS.get(change["part"], change["part"]),
        in_words(change["cause"]),
        [in_words(note) for note in change["notes"]],
        [
            (str(called(field, change["object"])), value(old), value(new))
            for field, (old, new) in change["fields"].items()
        ],
        state,
        in_words(row.reason) if row is not None and state == "waits" else "",
    )


def _state(change: Mapping[str, Any], row: Held | None) -> str:
    """What became of a held change; without its row it was carried out or is not wanted now."""
    if row is None or row.goal != change["goal"]:
        return "over"
    return "approved" if row.approved else "dropped" if row.dropped else "waits"


def value(given: Any) -> str | None:
    """One value of a field for reading; None is nothing."""
    if given is None or given in ("", []):
        return None
    if isinstance(given, list):
        return ", ".join(str(one) for one in given)
    text = str(given)
    if text.startswith("sha256:"):
        return _("picture %(digest)s") % {"digest": text[7:19]}
    return text
