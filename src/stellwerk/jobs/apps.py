"""Long operations."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.jobs"
