"""One organisation's space."""

from django.apps import AppConfig


class PortalsConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.portals"
