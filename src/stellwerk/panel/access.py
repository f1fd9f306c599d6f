"""Who may change things, for pages that show a button only to them."""

from stellwerk.core.access import Needs, Role
from stellwerk.signin.request import Request

_NEEDED = Needs(Role.AUDITOR, Role.ADMINISTRATOR)


def may_change(request: Request) -> bool:
    """Whether whoever asks is an administrator or more."""
    return _NEEDED.allows(request.roles, "POST")
