"""The text of simple elements to Python values and back, as lenient as the server is."""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from oxsim.faults import Malformed
from oxsim.schema.field import Scalar

NOTHING: Final = object()
"""A text that the server accepts and then ignores: the field counts as absent."""

_NUMBER = re.compile(r"[+-]?\d+\Z")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?\Z")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def _integer(text: str) -> object:
    text = text.strip()
    if not text:
        return 0
    if not _NUMBER.match(text):
        raise Malformed(f"Unmarshalling Error: Not a number: {text}")
    number = int(text)
    return number if -(2**31) <= number < 2**31 else NOTHING


def _long(text: str) -> object:
    text = text.strip()
    if not text:
        raise Malformed('For input string: ""')
    if not _NUMBER.match(text):
        raise Malformed(f"Unmarshalling Error: Not a number: {text}")
    number = int(text)
    return number if -(2**63) <= number < 2**63 else NOTHING


def _boolean(text: str) -> object:
    return _TRUTH.get(text.strip(), NOTHING)


def _date(text: str) -> object:
    found = _DATE.match(text.strip())
    if found is None:
        raise Malformed(f"Unmarshalling Error: {text}")
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Malformed(f"Unmarshalling Error: {text}") from None


def _bytes(text: str) -> object:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise Malformed("Unmarshalling Error: invalid base64Binary") from None


def _text(text: str) -> object:
    return text


READ: dict[Scalar, Callable[[str], object]] = {
    Scalar.STRING: _text,
    Scalar.INT: _integer,
    Scalar.LONG: _long,
    Scalar.BOOLEAN: _boolean,
    Scalar.DATE: _date,
    Scalar.BASE64: _bytes,
}
"""Per kind: element text to value, or ``NOTHING``. Raises Malformed."""


def escape(text: str) -> str:
    """Escape text for element content."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def _written_boolean(value: Any) -> str:
    return "true" if value else "false"


def _written_date(value: Any) -> str:
    return f"{value}Z"


def _written_bytes(value: Any) -> str:
    return base64.b64encode(value).decode("ascii")


WRITE: dict[Scalar, Callable[[Any], str]] = {
    Scalar.STRING: escape,
    Scalar.INT: str,
    Scalar.LONG: str,
    Scalar.BOOLEAN: _written_boolean,
    Scalar.DATE: _written_date,
    Scalar.BASE64: _written_bytes,
}
"""Per kind: value to element text. Dates are answered with a ``Z``, as the server does."""
