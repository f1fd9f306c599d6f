"""What an import came to."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Report:
    """Names (``source ldap``) of what was made, changed, left alone or removed; `kept` are things
    in the store that the file does not name, `halted` targets that send nothing until a sync.
    """

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    halted: list[str] = field(default_factory=list)

    def tell(self, name: str, *, new: bool, changed: bool) -> None:
        """Put a name where it belongs."""
        (self.made if new else self.changed if changed else self.unchanged).append(name)

    def as_dict(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "made": self.made,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "kept": self.kept,
            "notes": self.notes,
            "halted": self.halted,
        }
