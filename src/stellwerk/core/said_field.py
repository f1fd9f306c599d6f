"""Columns that keep sentences with what they were made of."""

from typing import TYPE_CHECKING, Any

from django.db import models

from stellwerk.core.said import kept, restored

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SaidField(_Text):
    """Text that may be `Said`. To the database, and to migrations, it is text like any other."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """What was kept, English to whoever does not ask for more."""
        return None if value is None else restored(value)

    def get_prep_value(self, value: Any) -> Any:
        """The text as it is kept."""
        prepared = super().get_prep_value(value)
        return kept(prepared) if isinstance(prepared, str) else prepared

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """As plain text: nothing in the database differs."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
