"""Light or dark: what the system says, unless this browser chose."""

from enum import StrEnum

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "stellwerk_theme"


class Theme(StrEnum):
    """How bright the panel is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def label(self) -> str | Promise:
        """What the switch says."""
        return _LABELS[self]

    @property
    def icon(self) -> str:
        """What the switch shows."""
        return _ICONS[self]


_LABELS = {Theme.SYSTEM: _("As the system"), Theme.LIGHT: _("Light"), Theme.DARK: _("Dark")}
_ICONS = {Theme.SYSTEM: "monitor", Theme.LIGHT: "sun", Theme.DARK: "moon"}


def theme_of(request: HttpRequest) -> Theme:
    """What this browser chose."""
    chosen = request.COOKIES.get(COOKIE, "")
    return Theme(chosen) if chosen in list(Theme) else Theme.SYSTEM
