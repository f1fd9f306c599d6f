"""Single sign-on, as Django sees it."""

from django.apps import AppConfig


class SsoConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sso"

    def ready(self) -> None:
        """Let sign-in know of the other way; read metadata again, and say when that is due."""
        from stellwerk.signin.otherwise import Way, tell
        from stellwerk.sso import queries
        from stellwerk.sso.tasks import register

        tell(Way(queries.offered, queries.is_sso))
        register()
