"""Who and what the portal knows."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.people"
