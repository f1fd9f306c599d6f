"""Building XML: every message and document of ours is made of elements, never of text."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lxml import etree

from stellwerk.sso.saml.names import DS, METADATA, SAML, SAMLP

_PREFIXES = {SAML: "saml", SAMLP: "samlp", METADATA: "md", DS: "ds"}


def root(namespace: str, name: str, attributes: Mapping[str, str], *used: str) -> etree._Element:
    """A document's first element, which declares its own namespace and those used below it."""
    prefixes = {_PREFIXES[one]: one for one in (namespace, *used)}
    return etree.Element(f"{{{namespace}}}{name}", dict(attributes), nsmap=prefixes)


def child(
    parent: etree._Element,
    namespace: str,
    name: str,
    text: str | None = None,
    /,
    **attributes: str,
) -> etree._Element:
    """A new last child; attributes that are "" are left out."""
    some = {key: value for key, value in attributes.items() if value}
    prefixes = {_PREFIXES[namespace]: namespace} if namespace in _PREFIXES else {}
    made = etree.SubElement(parent, f"{{{namespace}}}{name}", some, nsmap=prefixes)
    made.text = text
    return made


def instant(moment: datetime) -> str:
    """A moment as SAML writes it (saml-core-2.0, 1.3.3): UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
