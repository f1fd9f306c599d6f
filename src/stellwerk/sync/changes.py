"""Changes: what would happen to one object, in parts that are free or destructive. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stellwerk.sync.hold import Hold

FIELDS, MEMBERS, REMOVALS = "fields", "members", "removals"
LEAVE, DELETE, MOVE = "leave", "delete", "move"
CREATE, ADOPT, UPDATE, DISABLE, REMOVE = "create", "adopt", "update", "disable", "delete"

DESTRUCTIVE = {REMOVALS, LEAVE, DELETE, MOVE}


def digest_of(*parts: Any) -> str:
    """A stable hash of JSON-able values, 32 hex digits."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One part of what would happen to one object at one target.

    `fields` maps a field to (old, new); `add` and `remove` are people by primary key, with their
    logins for the reader. `absence` says that the source holds the absence behind it, `ends` when
    what is switched off by it is deleted by itself, as its notes say. `aim` is what is wanted of a
    part that is carried out in several steps: its goal stays the same through all of them.
    """

    target: str
    object: str
    name: str
    rank: int
    part: str
    action: str
    remote_id: str = ""
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    add: Mapping[int, str] = field(default_factory=dict)
    remove: Mapping[int, str] = field(default_factory=dict)
    cause: str = ""
    held: bool = False
    notes: Sequence[str] = ()
    absence: bool = False
    ends: datetime | None = None
    aim: Mapping[str, Any] = field(default_factory=dict)

    @property
    def destructive(self) -> bool:
        """Whether the gates have a say in this part."""
        return self.part in DESTRUCTIVE

    @property
    def hold(self) -> Hold:
        """What holds this part back."""
        if self.absence:
            return Hold.ABSENCE
        return Hold.DESTRUCTIVE if self.destructive else Hold.MANUAL

    @property
    def goal(self) -> str:
        """The hash of what is wanted of this part, whatever is there now."""
        new = self.aim or {name: value[1] for name, value in self.fields.items()}
        return digest_of(self.object, self.part, self.action, new, sorted(self.remove))

    @property
    def digest(self) -> str:
        """The hash of the change as it was shown: changes when base or goal change."""
        base = {name: value[0] for name, value in self.fields.items()}
        return digest_of(
            self.target,
            self.object,
            self.part,
            self.action,
            self.remote_id,
            digest_of(base),
            self.goal,
            sorted(self.add),
        )

    def as_dict(self) -> dict[str, Any]:
        """For `plan --json` and for the stored plan."""
        return {
            "target": self.target,
            "object": self.object,
            "name": self.name,
            "part": self.part,
            "action": self.action,
            "held": self.held,
            "digest": self.digest,
            "goal": self.goal,
            "rank": self.rank,
            "cause": self.cause,
            "notes": list(self.notes),
            "fields": {name: list(value) for name, value in sorted(self.fields.items())},
            "add": [self.add[pk] for pk in sorted(self.add)],
            "remove": [self.remove[pk] for pk in sorted(self.remove)],
            "people": sorted({*self.add, *self.remove}),
        }


def count(changes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The summary of a plan; what is held is in `held` alone."""
    counts = dict.fromkeys(("adopt", "create", "update", "disable", "delete", "held"), 0)
    for change in changes:
        counts["held" if change["held"] else change["action"]] += 1
    return counts
