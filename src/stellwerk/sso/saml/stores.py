"""What the core asks its caller to remember. Both must be shared by all processes of the portal."""

from datetime import datetime
from typing import Protocol


class Pending(Protocol):
    """Requests of ours that wait for their answer, each bound to the browser that was sent."""

    def is_open(self, request_id: str) -> bool:
        """Whether this request of ours was sent from the same browser and is not answered yet."""
        ...

    def sent_at(self, request_id: str) -> datetime:
        """When an open request was sent; asked where somebody had to authenticate anew."""
        ...

    def consume(self, request_id: str) -> bool:
        """Count it as answered. False if another answer was quicker: exactly one call is True."""
        ...


class Replay(Protocol):
    """Messages that were believed once already."""

    def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
        """Remember a message until then. Returns False if it was known. Raising counts as known."""
        ...


def is_first_time(replay: Replay, issuer: str, message_id: str, until: datetime) -> bool:
    """Whether a message was never believed before. A store that fails says no."""
    try:
        return replay.first_time(issuer, message_id, until)
    except Exception:  # noqa: BLE001 - without a memory nobody signs in
        return False
