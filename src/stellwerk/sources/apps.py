"""Where identities come from."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sources"
