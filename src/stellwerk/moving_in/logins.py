"""The connector's `contexts.json`: the master account, and the administrator of each context."""

import json
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.moving_in.state import OldLogin
from stellwerk.targets.ox.names import is_context_id

_LONGEST = 255


class BadLogins(ValueError):
    """What is no such file; the message says why and holds no password."""


def logins_of(text: str) -> list[OldLogin]:
    """The logins in it. Raises BadLogins."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadLogins("this is no JSON that can be read") from error
    if not isinstance(whole, dict):
        raise BadLogins("this is no JSON object")
    return [_login(str(scope), one) for scope, one in whole.items()]


def _login(scope: str, one: Any) -> OldLogin:
    if scope != "master" and not is_context_id(scope):
        raise BadLogins(f"{scope[:40]!r} is no number of a context")
    if not isinstance(one, dict):
        raise BadLogins(f"{scope}: no login is given")
    login, password = one.get("adminuser"), one.get("adminpass")
    for text in (login, password):
        if not isinstance(text, str) or not text or len(text) > _LONGEST:
            raise BadLogins(f"{scope}: adminuser or adminpass is missing, or no text")
    return OldLogin("" if scope == "master" else scope, str(login), Masked(str(password)))
