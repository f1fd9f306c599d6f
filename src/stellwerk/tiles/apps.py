"""The start page's tiles, as Django sees them."""

from django.apps import AppConfig


class TilesConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.tiles"
