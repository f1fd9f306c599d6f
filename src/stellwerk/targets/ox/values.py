"""Simple values on their way into XML and back. Pure.

Source: XML Schema part 2 (lexical forms) and XML 1.0 section 2.2 (characters).
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.core.said import say
from stellwerk.targets.ox.errors import Invalid
from stellwerk.targets.ox.types import Kind

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 cannot carry in any form."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_INTEGER = re.compile(r"-?\d{1,19}")
_BITS = {Kind.INT: 31, Kind.LONG: 63}


def _string(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise _wrong(value, field, "text")
    text = value.reveal() if isinstance(value, Masked) else value
    if bad := ILLEGAL.search(text):
        raise Invalid(
            say(
                "%(field)s holds the character U+%(character)s, which XML cannot carry",
                field=field,
                character=f"{ord(bad.group()):04X}",
            ),
            field=field,
            hint=say("Remove the control character in the directory."),
        )
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def _integer(kind: Kind) -> Callable[[object, str], str]:
    limit = 1 << _BITS[kind]

    def write(value: object, field: str) -> str:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise _wrong(value, field, "a whole number")
        text = str(value)
        if not _INTEGER.fullmatch(text) or not text.isascii() or not -limit <= int(text) < limit:
            # OX takes a number that is too big without a fault and ignores it.
            raise _wrong(value, field, f"a whole number of the XML type {kind}")
        return text

    return write


def _boolean(value: object, field: str) -> str:
    if value is True or value == "true":
        return "true"
    if value is False or value == "false":
        return "false"
    # OX ignores "yes" or "TRUE" silently, so nothing else may leave.
    raise _wrong(value, field, "true or false")


def _date(value: object, field: str) -> str:
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d").zfill(10)
    if isinstance(value, str) and _DATE.fullmatch(value) and value.isascii():
        try:
            date.fromisoformat(value)
        except ValueError:
            raise _wrong(value, field, "a day of the calendar") from None
        return value
    raise _wrong(value, field, "a date like 1980-01-02")


def _base64(value: object, field: str) -> str:
    if not isinstance(value, bytes | bytearray | memoryview):
        raise _wrong(value, field, "bytes")
    return base64.b64encode(value).decode("ascii")


def _wrong(value: object, field: str, wanted: str) -> Invalid:
    return Invalid(
        say(
            "%(field)s must be %(wanted)s, not %(given)s",
            field=field,
            wanted=wanted,
            given=type(value).__name__,
        ),
        field=field,
    )


def _read_boolean(text: str) -> bool:
    value = text.strip()
    if value in {"true", "1"}:
        return True
    if value in {"false", "0"}:
        return False
    raise ValueError("not a boolean")


def _read_base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


WRITERS: dict[Kind, Callable[[object, str], str]] = {
    Kind.STRING: _string,
    Kind.INT: _integer(Kind.INT),
    Kind.LONG: _integer(Kind.LONG),
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.BASE64: _base64,
}
"""Kind -> function(value, field name) giving escaped element content; raises `Invalid`."""

READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.STRING: str,
    Kind.INT: int,
    Kind.LONG: int,
    Kind.BOOLEAN: _read_boolean,
    Kind.DATE: str.strip,
    Kind.BASE64: _read_base64,
}
"""Kind -> function(element text) giving the value; raises ValueError. Dates stay text."""
