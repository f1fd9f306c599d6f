"""What a run did, step by step: few lines, kept in the run's own row.

What was sent and what was changed in the store stands in History and Trail already; `books` of a
run says which of their rows are its own. Texts are message ids, translated when they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from stellwerk.core import clock
from stellwerk.core.said import Said, kept, restored, say

USUAL, MOST = 300, 500
"""So many lines are kept of what went well, and so many in all; further ones are counted."""
_LONGEST = 500


class Level(StrEnum):
    """How much a line matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Line:
    """One step: when, how much it matters, what happened, and to which object if to one."""

    at: datetime
    level: Level
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    object: str = ""

    @property
    def said(self) -> Said:
        """The line as a sentence, English to whoever does not translate it."""
        return say(self.text, **self.values)


@dataclass(slots=True)
class Log:
    """The lines of one run, as many as are kept; `left_out` counts the others."""

    rows: list[list[Any]] = field(default_factory=list)
    left_out: int = 0

    def add(self, level: Level, text: str, values: Mapping[str, Any], object_: str) -> None:
        """Append a line. ``text`` has %(name)s for each of the values."""
        if len(self.rows) >= (USUAL if level is Level.INFO else MOST):
            self.left_out += 1
            return
        short = {name: _short(value) for name, value in values.items()}
        row = [clock.now().isoformat(), level.value, text, short, object_[:320]]
        self.rows.append(row)

    def as_json(self) -> dict[str, Any]:
        """As a run's row keeps it; nothing at all for an empty one."""
        if not self.rows:
            return {}
        return {"rows": self.rows, "left_out": self.left_out}


def lines(kept: Mapping[str, Any]) -> Sequence[Line]:
    """The lines of what a run's row keeps, in order."""
    return [
        Line(datetime.fromisoformat(at), Level(level), text, _whole(values), object_)
        for at, level, text, values, object_ in kept.get("rows", ())
    ]


def _short(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    # Half a kept sentence would be none.
    if isinstance(value, Said) and len(value) <= _LONGEST:
        return kept(value)
    return kept(str(value)[:_LONGEST])


def _whole(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: restored(one) if isinstance(one, str) else one for name, one in values.items()}
