"""Reading a tree by position: what is not expected is refused, nothing is searched for.

Names are compared with their namespace, whatever the prefix. Where elements are expected there is
no text between them; where text is expected there is no element in it.
"""

import binascii
import re
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from stellwerk.sso.saml.refusal import Code, Refused

_SPACE = " \t\r\n"
INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:Z|([+-])(\d\d):(\d\d))?",
    re.ASCII,
)


class Children:
    """The child elements of one element, taken one by one from the first to the last."""

    def __init__(self, parent: etree._Element) -> None:
        self._parent = parent
        self._rest = list(parent)
        self._at = 0
        piece = parent.text
        if piece and piece.strip(_SPACE):
            raise Refused(Code.UNEXPECTED_CONTENT, f"text in {local(parent)}")
        for child in self._rest:
            piece = child.tail
            if piece and piece.strip(_SPACE):
                raise Refused(Code.UNEXPECTED_CONTENT, f"text in {local(parent)}")

    def one(self, tag: str) -> etree._Element:
        """The next child, which has to be this one."""
        found = self.optional(tag)
        if found is None:
            self.end()
            name = tag.rpartition("}")[2]
            raise Refused(Code.MISSING_CONTENT, f"{name} in {local(self._parent)}")
        return found

    def optional(self, tag: str) -> etree._Element | None:
        """The next child if it is this one."""
        if self._at < len(self._rest) and self._rest[self._at].tag == tag:
            self._at += 1
            return self._rest[self._at - 1]
        return None

    def several(self, *tags: str) -> list[etree._Element]:
        """All that follow and are one of these."""
        start = self._at
        while self._at < len(self._rest) and self._rest[self._at].tag in tags:
            self._at += 1
        return self._rest[start : self._at]

    def end(self, code: Code = Code.UNEXPECTED_CONTENT) -> None:
        """Nothing follows."""
        if self._at < len(self._rest):
            raise Refused(code, f"{local(self._rest[self._at])} in {local(self._parent)}")


def text(element: etree._Element) -> str:
    """The text of an element that holds nothing else."""
    if len(element):
        raise Refused(Code.UNEXPECTED_CONTENT, f"elements in {local(element)}")
    return element.text or ""


def base64(encoded: str, code: Code) -> bytes:
    """Bytes written as base64 by the letter, but for the spaces that wrap its lines."""
    try:
        together = encoded.encode("ascii").translate(None, delete=_SPACE.encode())
        return binascii.a2b_base64(together, strict_mode=True)
    except (UnicodeEncodeError, binascii.Error) as odd:
        raise Refused(code, "base64") from odd


def attribute(element: etree._Element, name: str) -> str:
    """An attribute that has to be there."""
    value = element.get(name)
    if value is None:
        raise Refused(Code.MISSING_CONTENT, f"{name} of {local(element)}")
    return value


def instant(element: etree._Element, name: str) -> datetime | None:
    """A moment in an attribute; None without it. SAML's are UTC (saml-core-2.0, 1.3.3)."""
    value = element.get(name)
    if value is None:
        return None
    match = INSTANT.fullmatch(value.strip(_SPACE))
    if not match:
        raise Refused(Code.MALFORMED_TIME, name)
    micro = int((match[7] or "").ljust(6, "0")[:6])
    zone: timezone = UTC
    try:
        if match[8]:
            away = timedelta(hours=int(match[9]), minutes=int(match[10]))
            zone = timezone(-away if match[8] == "-" else away)
        parts = (int(match[number]) for number in range(1, 7))
        year, month, day, hour, minute, second = parts
        return datetime(year, month, day, hour, minute, second, micro, zone).astimezone(UTC)
    except (ValueError, OverflowError) as odd:
        raise Refused(Code.MALFORMED_TIME, name) from odd


def required_instant(element: etree._Element, name: str) -> datetime:
    """A moment that has to be there."""
    attribute(element, name)
    moment = instant(element, name)
    assert moment is not None
    return moment


def local(element: etree._Element) -> str:
    """An element's name without its namespace, for people to read."""
    return str(element.tag).rpartition("}")[2]
