"""One line of `stellwerk check`."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check ended; only FAIL keeps something from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it ended, what was found, and what to do (empty if nothing)."""

    what: str
    state: State
    result: str
    next: str = ""

    def as_dict(self) -> dict[str, str]:
        """For scripts."""
        return {
            "what": self.what,
            "state": self.state.value,
            "result": self.result,
            "next": self.next,
        }
