"""Finds who is signed in."""

from collections.abc import Callable

from django.http import HttpResponse

from stellwerk.signin import actions, cookie, queries
from stellwerk.signin.address import address_of
from stellwerk.signin.request import Request

UNATTENDED = "X-Unattended"
"""Sent by pages that ask by themselves: an open page does not keep a session from ending."""


class SessionMiddleware:
    """Puts client, session and roles on the request."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer with the session known. Probes have no portal, and so no session."""
        request.client = actions.Client(
            address_of(request), str(request.META.get("HTTP_USER_AGENT", ""))
        )
        request.signed_in, request.roles = None, frozenset()
        token = cookie.token_in(request)
        if token and hasattr(request, "portal"):
            request.signed_in = queries.session_of(request.portal, token)
        if request.signed_in is not None:
            if UNATTENDED not in request.headers:
                actions.seen(request.signed_in)
            request.person = request.signed_in.person
            request.roles = queries.roles_of(request.person)
        return self._next(request)
