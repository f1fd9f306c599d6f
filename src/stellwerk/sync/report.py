"""What a sync came to."""

from dataclasses import dataclass, field
from typing import Any

NAMED = 100
"""So many changes that moved are kept by name."""


@dataclass(slots=True)
class Report:
    """What a sync came to.

    `moved` are changes of the plan that no longer stand, `left` counts objects that turned out
    otherwise than planned and need another run, `unseen` those that are due and that the plan did
    not show; `waiting` says why something could not be sent, `halted` names targets that send
    nothing until the next sync.
    """

    hash: str
    applied: int = 0
    parked: int = 0
    held: int = 0
    left: int = 0
    unseen: int = 0
    moved: list[dict[str, Any]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    halted: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "hash": self.hash,
            "applied": self.applied,
            "parked": self.parked,
            "held": self.held,
            "left": self.left,
            "unseen": self.unseen,
            "moved": self.moved,
            "waiting": self.waiting,
            "halted": self.halted,
        }

    def as_result(self) -> dict[str, Any]:
        """For the job's result: how many moved, and the first of them by name."""
        return self.as_dict() | {"moved": len(self.moved), "moved_names": self.moved[:NAMED]}


def report_of(result: dict[str, Any]) -> Report:
    """The report that a job's result holds; of many that moved only the first are there."""
    given = {name: result[name] for name in Report.__slots__ if name in result}
    return Report(
        **given | {"hash": result.get("hash", ""), "moved": result.get("moved_names", [])}
    )
