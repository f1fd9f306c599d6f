"""Names that must be unique in a context, and who has the better claim to one. Pure.

Keys are ``kind:casefolded name``. Whoever holds a name at the target and still wants it keeps it;
among the others the lowest primary key wins; what the target holds for strangers is taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim to a name in a scope.

    `holds` means that the target has it under this name now; `wants` that it is to keep or get
    it. A stranger (an object at the target that is nobody of ours) has neither object nor number.
    """

    object: str
    number: int
    holds: bool
    wants: bool


@dataclass(slots=True)
class Claims:
    """All claims to the names a batch is about: (scope, key) -> claims."""

    by_name: dict[tuple[str, str], list[Claim]] = field(default_factory=dict)

    def add(self, scope: str, key: str, claim: Claim) -> None:
        """Note a claim."""
        self.by_name.setdefault((scope, key), []).append(claim)

    def others(self, scope: str, key: str, me: str) -> Iterable[Claim]:
        """Everybody else's claims to a name."""
        return (c for c in self.by_name.get((scope, key), ()) if c.object != me)

    def taken(self, scope: str, key: str, me: str, number: int) -> bool:
        """Whether somebody else has the better claim to a name."""
        i_hold = any(c.object == me and c.holds for c in self.by_name.get((scope, key), ()))
        return any(
            not c.object or (c.wants and (c.holds or (not i_hold and c.number < number)))
            for c in self.others(scope, key, me)
        )

    def in_the_way(self, scope: str, key: str, me: str) -> Claim | None:
        """Who still holds a name at the target although it no longer wants it."""
        return next((c for c in self.others(scope, key, me) if c.holds and not c.wants), None)

    def holder(self, scope: str, key: str, me: str) -> Claim | None:
        """Who else holds a name at the target, whatever it wants."""
        return next((c for c in self.others(scope, key, me) if c.holds), None)


def person_key(display_name: str) -> str:
    """The key of a display name."""
    return f"person:{_fold(display_name)}"


def mail_key(mail: str) -> str:
    """The key of a mail address."""
    return f"mail:{_fold(mail)}"


def group_key(name: str) -> str:
    """The key of a group name."""
    return f"group:{_fold(name)}"


def resource_key(name: str) -> str:
    """The key of a resource's name."""
    return f"resource:{_fold(name)}"


def account_key(address: str) -> str:
    """The key of a functional account, which is known by its address."""
    return f"account:{_fold(address)}"


def keys_of(kind: str, fields: Mapping[str, Any]) -> tuple[str, str]:
    """The keys of name and mail that an object holds with these fields."""
    if kind == "person":
        shown = str(fields.get("display_name", ""))
        return person_key(shown), mail_key(str(fields.get("email1", "")))
    if kind == "resource":
        name = str(fields.get("name", ""))
        return resource_key(name), mail_key(str(fields.get("email", "")))
    if kind == "functional_account":
        return account_key(str(fields.get("primaryAddress", ""))), ""
    return group_key(str(fields.get("name", ""))), ""


def _fold(text: str) -> str:
    return text.strip().casefold()[:380]
