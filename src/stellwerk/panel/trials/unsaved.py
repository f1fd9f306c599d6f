"""What settings would come to if they were saved: they are, and it is taken back at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction

PATIENCE = 15.0
"""So many seconds a server is given for each answer: somebody is waiting."""


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is saved inside is gone again at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def impatient(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Settings whose time for an answer (`name`, seconds) is short enough to wait for."""
    return {**settings, name: min(float(settings.get(name, PATIENCE)), PATIENCE)}
