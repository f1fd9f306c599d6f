"""Single sign-on, as Django sees it."""

from django.apps import AppConfig


class SsoConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sso"
