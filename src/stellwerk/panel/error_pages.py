"""Pages that say why something is not shown, and what to do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.core.page import Head, page


@dataclass(frozen=True, slots=True)
class Refusal:
    """What happened and what to do about it."""

    status: int
    title: str | Promise
    text: str | Promise
    icon: str = "circle-alert"


_BAD = Refusal(
    400,
    _("This request could not be read"),
    _("Something in it is not as a browser sends it. Go back and try again."),
)
_FORBIDDEN = Refusal(
    403,
    _("This page is not open to you"),
    _("Your role does not allow it. An owner of this portal can give you another one."),
    "lock",
)
_STALE = Refusal(
    403,
    _("This page was open for too long"),
    _("Nothing was changed. Go back, load the page again and repeat the step."),
    "timer-reset",
)
_MISSING = Refusal(
    404,
    _("There is nothing here"),
    _("The address is wrong, or what it showed has been removed."),
    "map-pin-off",
)
_BROKEN = Refusal(
    500,
    _("Something went wrong on our side"),
    _("It has been logged with its cause. Nothing half-done stays behind; please try again."),
)


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _render(request, _BAD)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not allowed."""
    return _render(request, _FORBIDDEN)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not the cookie's."""
    return _render(request, _STALE)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _render(request, _MISSING)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Asks nothing of the store: it may be what is broken."""
    return _render(request, _BROKEN)


def _render(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    head = Head(refusal.title)
    return page(request, "panel/refusal.html", head, refusal=refusal, status=refusal.status)
