"""What moving in came to, or would come to."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from stellwerk.moving_in.linking import Unlinked


@dataclass(slots=True)
class Report:
    """People and groups that were linked (`known`: they were before), who was not, and what else
    was taken over; `kept` is what stays as it is here although the connector has it otherwise.
    """

    dry_run: bool
    files: list[str] = field(default_factory=list)
    linked: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    unlinked: list[Unlinked] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    mapping: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    elsewhere: dict[str, int] = field(default_factory=dict)
    halted: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is different afterwards."""
        return bool(self.linked.total() or self.logins or self.profiles or self.mapping)

    def as_dict(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "dry_run": self.dry_run,
            "files": self.files,
            "linked": {kind: self.linked[kind] for kind in ("person", "group")},
            "known": {kind: self.known[kind] for kind in ("person", "group")},
            "unlinked": [asdict(one) for one in self.unlinked],
            "logins": self.logins,
            "profiles": self.profiles,
            "mapping": self.mapping,
            "kept": self.kept,
            "not_linked_kinds": self.elsewhere,
            "halted": self.halted,
        }
