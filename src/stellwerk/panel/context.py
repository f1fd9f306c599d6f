"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from stellwerk.core.access import Role
from stellwerk.panel import assets
from stellwerk.panel.menu import menu
from stellwerk.panel.theme import Theme, theme_of


def panel(request: HttpRequest) -> dict[str, Any]:
    """Portal, person, roles, menu, theme, languages, and the files a page loads."""
    roles: frozenset[Role] = getattr(request, "roles", frozenset())
    session = getattr(request, "signed_in", None)
    return {
        "portal": getattr(request, "portal", None),
        "person": session.person if session else None,
        "roles": roles,
        "menu": menu(roles, request.path) if session else [],
        "theme": theme_of(request),
        "themes": list(Theme),
        "languages": settings.LANGUAGES,
        "style_sheets": [assets.url(name) for name in assets.style_sheets()],
        "scripts": [assets.url(assets.HTMX), assets.url("panel/panel.js")],
        "favicon": assets.url("panel/favicon.svg"),
    }
