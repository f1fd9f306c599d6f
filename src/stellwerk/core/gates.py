"""Gates: how much may be taken away in a day before a person has to look. Pure."""

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Limits:
    """A gate closes over `count`, or over `share` of what is there and at least `floor`."""

    count: int = 50
    share: float = 0.05
    floor: int = 5

    def closed(self, waiting: int, released: int, applied: int) -> bool:
        """Whether nothing of the waiting set may go by itself.

        `waiting` is all that wants to go now, `released` what went by itself within the window,
        `applied` what is there.
        """
        total = waiting + released
        return total > self.count or (total >= self.floor and total > self.share * applied)
