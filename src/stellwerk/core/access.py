"""Who may do what: a view names the role it needs, and nothing is allowed that names none."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""HTTP methods that change nothing (RFC 9110, 9.2.1)."""


class Role(StrEnum):
    """What somebody may do, most first. An auditor sees what an administrator sees."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    HELP_DESK = "help_desk"
    PERSON = "person"


_WRITES = {
    Role.OWNER: frozenset(Role),
    Role.ADMINISTRATOR: frozenset(Role) - {Role.OWNER},
    Role.AUDITOR: frozenset({Role.AUDITOR, Role.PERSON}),
    Role.HELP_DESK: frozenset({Role.HELP_DESK, Role.PERSON}),
    Role.PERSON: frozenset({Role.PERSON}),
}
_READS = _WRITES | {Role.AUDITOR: _WRITES[Role.AUDITOR] | {Role.HELP_DESK}}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a view asks of whoever calls it; None as a role: nothing, not even to be signed in."""

    read: Role | None
    write: Role | None
    with_first_password: bool = False

    def allows(self, roles: Collection[Role], method: str) -> bool:
        """Whether somebody with these roles may use the HTTP method; no roles: not signed in."""
        needed = self.read if method in READING else self.write
        if needed is None:
            return True
        covers = _READS if method in READING else _WRITES
        return any(needed in covers[role] for role in roles)


def needs(
    role: Role, *, write: Role | None = None, with_first_password: bool = False
) -> Callable[[View], View]:
    """Say which role a view needs: ``role`` to read, ``write`` (default: the same) to change.

    An auditor's view is changed by administrators unless ``write`` says otherwise. Somebody who
    still has the first, one-time password gets no further than ``with_first_password`` views.
    """
    changes = write or (Role.ADMINISTRATOR if role is Role.AUDITOR else role)
    return _marked(Needs(role, changes, with_first_password))


def open_to_everybody(view: View) -> View:
    """A view that needs nothing, not even to be signed in."""
    return _marked(Needs(None, None, with_first_password=True))(view)


def needs_of(view: Callable[..., Any]) -> Needs | None:
    """What a view needs; None when it does not say, and then it is refused."""
    found = getattr(view, "stellwerk_needs", None)
    return found if isinstance(found, Needs) else None


def _marked(needed: Needs) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.stellwerk_needs = needed  # type: ignore[attr-defined]
        return view

    return mark
