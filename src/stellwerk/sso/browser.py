"""The cookie by which a browser proves that it is the one that was sent to the identity provider.

One for all its tabs; the requests themselves are rows, bound to its hash.
"""

import secrets
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from stellwerk.sso.profile import key_of

NAME = "stellwerk_sso"
_SHORTEST = 32
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser by its token, and the hash that is kept of it."""

    token: str

    @property
    def key(self) -> str:
        """What is kept."""
        return key_of("browser", self.token)

    def remember(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Have it bring the token back. It comes with a POST from another site, so SameSite has to
        be None, which browsers take over https only; without it this works on one machine alone.
        """
        secure = request.is_secure()
        response.set_cookie(
            NAME,
            self.token,
            max_age=_DAY,
            httponly=True,
            secure=secure,
            samesite="None" if secure else "Lax",
        )


def known_of(request: HttpRequest) -> str:
    """The hash of the token that came, "" without one."""
    token = request.COOKIES.get(NAME, "")
    return Browser(token).key if len(token) >= _SHORTEST else ""


def browser_of(request: HttpRequest) -> Browser:
    """This browser; one that brings no token gets a new one."""
    token = request.COOKIES.get(NAME, "")
    return Browser(token if len(token) >= _SHORTEST else secrets.token_urlsafe(32))
