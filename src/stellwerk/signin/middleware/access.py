"""Enforces what views need. A view that does not say is refused."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from stellwerk.core.access import READING, needs_of
from stellwerk.signin import queries
from stellwerk.signin.request import Request

log = structlog.get_logger()


class AccessMiddleware:
    """Lets a request reach its view only if the roles of its session allow it."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Pass on; the decision falls when the view is known."""
        return self._next(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """None lets the view run. Raises PermissionDenied for roles that do not suffice."""
        needed = needs_of(view)
        if needed is None:
            log.error("a view without needs is refused", path=request.path)
            raise PermissionDenied
        if needed.allows(request.roles, request.method or ""):
            person = request.signed_in.person if request.signed_in else None
            if person and not needed.with_first_password and queries.has_first_password(person):
                return _to(request, reverse("password"))
            return None
        if request.signed_in is None:
            query = {"next": _asked_for(request)}
            if request.method not in READING:
                query["form"] = "1"
            return _to(request, f"{reverse('sign-in')}?{urlencode(query)}")
        raise PermissionDenied


def _asked_for(request: Request) -> str:
    """The page to come back to: for a part of a page, or a button, the page it is on."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/"
    if request.method in READING:
        return request.get_full_path()
    referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    query = f"?{referer.query}" if referer.query else ""
    return f"{referer.path}{query}" if referer.netloc == request.get_host() else "/"


def _to(request: Request, address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)
