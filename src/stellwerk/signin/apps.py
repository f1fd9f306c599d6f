"""Who is there: passwords, sessions, lockout, and what each view asks for."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.signin"
