"""Services that receive people."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.targets"
