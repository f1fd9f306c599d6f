"""Gates: how much may be taken away in a day before a person has to look. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from stellwerk.core.said import Said, say

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Limits:
    """A gate closes over `count`, or over `share` of what is there and at least `floor`."""

    count: int = 50
    share: float = 0.05
    floor: int = 5

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """The limits of a source or target: gate_count, gate_share (0 to 1), gate_floor."""
        usual = cls()
        return cls(
            count=int(settings.get("gate_count", usual.count)),
            share=float(settings.get("gate_share", usual.share)),
            floor=int(settings.get("gate_floor", usual.floor)),
        )

    def closed(self, waiting: int, released: int, there: Callable[[], int]) -> bool:
        """Whether nothing of the waiting set may go by itself.

        `waiting` is all that wants to go now, `released` what went by itself within the window,
        `there` counts what there is to lose; it is asked only where that decides.
        """
        total = waiting + released
        if total > self.count:
            return True
        return total >= self.floor and total > self.share * there()


def reason(waiting: int, released: int, there: int) -> Said:
    """Why a gate is closed, for the reader of a plan and for the log."""
    return say(
        "%(now)s at once, and %(day)s in the last 24 hours, of %(all)s there",
        now=waiting,
        day=released,
        all=there,
    )
