"""From what is known to what each target should hold."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sync"

    def ready(self) -> None:
        """Become the one listener for changes, and the one who knows of accounts."""
        from stellwerk.people.accounts import answered_by
        from stellwerk.sync.marks import listen
        from stellwerk.sync.members import with_accounts

        listen()
        answered_by(with_accounts)
