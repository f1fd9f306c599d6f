"""The web panel."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.panel"
