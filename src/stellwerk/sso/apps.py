"""Single sign-on, as Django sees it."""

from django.apps import AppConfig


class SsoConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sso"

    def ready(self) -> None:
        """Let sign-in know of the other way."""
        from stellwerk.signin.otherwise import Way, tell
        from stellwerk.sso import queries

        tell(Way(queries.offered, queries.is_sso))
