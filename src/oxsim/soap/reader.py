"""Requests: an envelope's bytes to an operation's name and its decoded parameters."""

import threading
from dataclasses import dataclass

from lxml import etree

from oxsim.faults import Malformed
from oxsim.schema.field import Field, ObjectType, Scalar, Values
from oxsim.soap.scalars import NOTHING, READ

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_BODY = f"{{{ENVELOPE}}}Body"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_parsers = threading.local()
_tables: dict[ObjectType, dict[str, Field]] = {}


@dataclass(frozen=True, slots=True)
class Request:
    """The root element of a SOAP body: the operation's name and its element, not yet decoded."""

    namespace: str | None
    operation: str
    element: etree._Element


def read_envelope(body: bytes) -> Request:
    """Find the operation in an envelope.

    Raises Malformed for anything that is not well-formed XML, declares a document type, or is no
    SOAP 1.1 envelope.
    """
    if b"<!DOCTYPE" in body[:1024]:
        raise Malformed("Error reading XMLStreamReader: DOCTYPE is disallowed")
    try:
        root = etree.fromstring(body, _parser())
    except etree.XMLSyntaxError as error:
        raise Malformed(f"Error reading XMLStreamReader: {error.msg}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Malformed("Error reading XMLStreamReader: DOCTYPE is disallowed")
    content = root.find(_BODY)
    if root.tag != f"{{{ENVELOPE}}}Envelope" or content is None:
        raise Malformed("not a SOAP 1.1 envelope")
    if len(content) != 1:
        raise Malformed("NO_PART_FOUND")
    element = content[0]
    name = etree.QName(element)
    return Request(name.namespace, name.localname, element)


def read_object(element: etree._Element, kind: ObjectType) -> Values:
    """Decode an element of a type. Raises Malformed at the first unknown or bad element."""
    table = _tables.get(kind)
    if table is None:
        table = _tables[kind] = {
            f"{{{kind.namespace}}}{field.name}": field for field in kind.fields
        }
    values: Values = {}
    for child in element:
        field = table.get(child.tag)
        if field is None:
            raise _unexpected(child, table)
        if child.get(_NIL) in ("true", "1"):
            continue
        if isinstance(field.kind, ObjectType):
            value: object = read_object(child, field.kind)
        else:
            value = _scalar(child, field.kind)
            if value is NOTHING:
                continue
        if field.many:
            values.setdefault(field.name, []).append(value)
        else:
            values[field.name] = value
    return values


def _parser() -> etree.XMLParser:
    parser: etree.XMLParser | None = getattr(_parsers, "parser", None)
    if parser is None:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        _parsers.parser = parser
    return parser


def _scalar(child: etree._Element, kind: Scalar) -> object:
    if len(child):
        raise _unexpected(child[0], {})
    return READ[kind](child.text or "")


def _unexpected(element: etree._Element, table: dict[str, Field]) -> Malformed:
    name = etree.QName(element)
    expected = ",".join(f"<{tag}>" for tag in table) or "(none)"
    return Malformed(
        f'Unmarshalling Error: unexpected element (uri:"{name.namespace or ""}", '
        f'local:"{name.localname}"). Expected elements are {expected} '
    )
