"""Comparing targets with what they were sent."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Django's handle on the package."""

    name = "stellwerk.audit"

    def ready(self) -> None:
        """Become the one who carries out audits and repairs, and who says when they are due."""
        from stellwerk.audit.tasks import register

        register()
