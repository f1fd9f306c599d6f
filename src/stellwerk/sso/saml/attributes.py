"""What an assertion says of somebody (saml-core-2.0, 2.7.3)."""

import unicodedata
from collections.abc import Iterable

from lxml import etree

from stellwerk.sso.saml.identity import Attribute
from stellwerk.sso.saml.names import SAML
from stellwerk.sso.saml.reading import Children, attribute, text
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.subject import NAME_ID

ATTRIBUTE = f"{{{SAML}}}Attribute"
ENCRYPTED_ATTRIBUTE = f"{{{SAML}}}EncryptedAttribute"
_VALUE = f"{{{SAML}}}AttributeValue"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LINES = "\t\n\r"


def attributes(elements: Iterable[etree._Element], *, join: bool) -> tuple[Attribute, ...]:
    """Read Attribute elements. With `join`, those of one name are one; else a name comes once."""
    found: dict[str, Attribute] = {}
    for element in elements:
        read = _attribute(element)
        known = found.get(read.name)
        if known is not None:
            if not join or known.friendly_name != read.friendly_name:
                raise Refused(Code.ATTRIBUTE_REPEATED, read.name)
            read = Attribute(read.name, read.friendly_name, known.values + read.values)
        found[read.name] = read
    return tuple(found.values())


def _attribute(element: etree._Element) -> Attribute:
    if element.tag != ATTRIBUTE:
        raise Refused(Code.UNEXPECTED_CONTENT, "something that is no Attribute")
    parts = Children(element)
    name, friendly = attribute(element, "Name"), element.get("FriendlyName", "")
    values = [_value(one) for one in parts.several(_VALUE)]
    parts.end()
    kept = tuple(value for value in values if value is not None)
    for piece in (name, friendly, *kept):
        if not _plain(piece):
            raise Refused(Code.CONTROL_CHARACTER, name)
    return Attribute(name, friendly, kept)


def _value(element: etree._Element) -> str | None:
    """Text, or that of a NameID in it; None for nothing, and for structures we know nothing of."""
    if not len(element):
        nothing = element.get(_NIL) in {"true", "1"}
        return None if nothing else text(element)
    parts = Children(element)
    inner = parts.optional(NAME_ID)
    if inner is None:
        return None
    parts.end()
    return text(inner)


def _plain(piece: str) -> bool:
    """Without control characters. An address may have several lines."""
    return piece.isprintable() or all(
        unicodedata.category(character) != "Cc" or character in _LINES for character in piece
    )
