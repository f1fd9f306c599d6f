"""From what is known to what each target should hold."""

from django.apps import AppConfig


class SyncConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.sync"

    def ready(self) -> None:
        """Become the one listener for changes."""
        from stellwerk.sync.marks import listen

        listen()
