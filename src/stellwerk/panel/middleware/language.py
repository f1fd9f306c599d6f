"""The language and the time zone a page is written in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation

from stellwerk.panel import catalogue
from stellwerk.signin.models import Preference
from stellwerk.signin.request import Request


class LanguageMiddleware:
    """What the person chose, else this browser's cookie, else what the browser asks for."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self._next = get_response
        catalogue.use()

    def __call__(self, request: Request) -> HttpResponse:
        """Answer in that language, with times in the portal's zone."""
        portal = getattr(request, "portal", None)
        with (
            translation.override(_language(request)),
            timezone.override(ZoneInfo(portal.time_zone) if portal else None),
        ):
            response = self._next(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response


def _language(request: Request) -> str:
    session = getattr(request, "signed_in", None)
    chosen: Preference | None = getattr(session.person, "preference", None) if session else None
    if chosen is not None and chosen.language in dict(settings.LANGUAGES):
        return chosen.language
    return translation.get_language_from_request(request)
