"""What is sent back, and what may go wrong on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

XML = "text/xml;charset=UTF-8"
HTML = "text/html;charset=UTF-8"
JSON = "application/json"


class Delivery(StrEnum):
    """How a reply leaves."""

    WHOLE = auto()
    HALF = auto()
    """Headers for the whole, then half of the body, then the connection closes."""
    NEVER = auto()
    """The connection closes without an answer."""
    RESET = auto()
    """The connection is reset without an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and the way it is delivered; `parts` follow the body where it is long."""

    status: int
    body: bytes
    content_type: str = XML
    delivery: Delivery = Delivery.WHOLE
    headers: tuple[tuple[str, str], ...] = ()
    parts: Iterator[bytes] | None = None
