"""The only place that asks for the time. UTC everywhere; tests move it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The current moment, in UTC."""
    return _source()


class Hand:
    """A clock that a test sets by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **parts: float) -> None:
        """Move on by ``timedelta(**parts)``."""
        self.moment += timedelta(**parts)


@contextmanager
def held(moment: datetime) -> Iterator[Hand]:
    """Stop the clock at a moment; yields the hand that moves it."""
    global _source  # noqa: PLW0603 — the one clock of the process
    hand, before = Hand(moment), _source
    _source = hand
    try:
        yield hand
    finally:
        _source = before
