"""One line of the preflight."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a step ended; only FAIL keeps a reading from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Step:
    """What was looked at, how it ended, what was found, and what to do (empty if nothing)."""

    what: str
    outcome: Outcome
    result: str
    next_step: str = ""
