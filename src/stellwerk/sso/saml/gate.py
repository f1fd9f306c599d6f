"""From untrusted bytes to one tree: what no honest message needs is refused before it is parsed.

There is one parser and one kind of tree for everything, so no two readers can see different
things. Without document types, comments and processing instructions, text is one piece.
"""

import re

from lxml import etree

from stellwerk.sso.saml.names import DS, SAML, SAMLP, XENC, XENC11
from stellwerk.sso.saml.reading import base64
from stellwerk.sso.saml.refusal import Code, Refused

MAX_BASE64 = 350_000
MAX_XML = 256 * 1024
MAX_ELEMENTS = 4_000
MAX_DEPTH = 32
MAX_ATTRIBUTES = 64
"""Of one element. Canonical XML sorts them, in the square of the time."""
MAX_NAMESPACES = 4_000
LONGEST_NAME = 512
"""Of an element or attribute with its namespace. Canonical XML repeats namespaces, so that long
ones would turn a small document into a huge one."""
LONGEST_ID = 256

_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*(?:\"1\.0\"|'1\.0')"
    rb"(?:\s+encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'])?"
    rb"(?:\s+standalone\s*=\s*[\"'](?:yes|no)[\"'])?\s*\?>"
)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_NC_NAME = re.compile(r"[^\W\d][\w.-]*")
_LIKE_ID = frozenset({"ID", "Id", "id", "iD"})
_ID_NAMES = {SAML: "ID", SAMLP: "ID", DS: "Id", XENC: "Id", XENC11: "Id"}


def decoded(text: str) -> bytes:
    """The bytes of a form field: base64 by the letter, but for the spaces that wrap its lines."""
    if len(text) > MAX_BASE64:
        raise Refused(Code.TOO_LARGE, f"{len(text)} characters of base64")
    return base64(text, Code.BASE64)


def parsed(xml: bytes) -> etree._Element:
    """The root of a document that passed the gate: small, plain, every ID once."""
    _check_bytes(xml)
    try:
        root = etree.fromstring(xml, parser())
    except etree.XMLSyntaxError as odd:
        raise Refused(Code.NOT_XML, odd.msg or "") from odd
    ids(root)
    return root


def parser() -> etree.XMLParser:
    """A new parser that follows nothing out of the document and expands nothing in it."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
    )


def ids(root: etree._Element) -> frozenset[str]:
    """All IDs below; refuses an unreasonable tree, an ID that comes twice, and disguised ones.

    SAML's is `ID`, that of signatures and encryption is `Id`. Another spelling, a namespace, or
    one at a foreign element could make two readers see different things under one ID.
    """
    if _TOO_DEEP(root):
        raise Refused(Code.TOO_DEEP)
    found: set[str] = set()
    count = 0
    for element in root.iter():
        count += 1
        tag = element.tag
        if not isinstance(tag, str):
            raise Refused(Code.NOT_XML, "something that is no element")
        if len(tag) > LONGEST_NAME:
            raise Refused(Code.NAME_TOO_LONG)
        names = element.keys()
        if len(names) > MAX_ATTRIBUTES:
            raise Refused(Code.TOO_MANY_ATTRIBUTES, str(len(names)))
        for name in names:
            if name[-2:] in _LIKE_ID:
                _collect(found, tag, str(name), element.get(name, ""))
            if len(name) > LONGEST_NAME:
                raise Refused(Code.NAME_TOO_LONG)
    if count > MAX_ELEMENTS:
        raise Refused(Code.TOO_MANY_ELEMENTS, str(count))
    return frozenset(found)


def _collect(found: set[str], tag: str, name: str, value: str) -> None:
    if name.rpartition("}")[2].lower() != "id":
        return
    if name != _ID_NAMES.get(tag[1:].partition("}")[0]):
        raise Refused(Code.ID_DISGUISED, name)
    if len(value) > LONGEST_ID or not _NC_NAME.fullmatch(value):
        raise Refused(Code.ID_MALFORMED, value)
    if value in found:
        raise Refused(Code.ID_REPEATED, value)
    found.add(value)


def _check_bytes(xml: bytes) -> None:
    if len(xml) > MAX_XML:
        raise Refused(Code.TOO_LARGE, f"{len(xml)} bytes of XML")
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as odd:
        raise Refused(Code.NOT_UTF8) from odd
    if b"\0" in xml or xml.startswith(_BOM):
        raise Refused(Code.FORBIDDEN_CHARACTER)
    if b"<!" in xml:
        raise Refused(Code.MARKUP_DECLARATION)
    declaration = _DECLARATION.match(xml)
    if declaration and (declaration[1] or b"utf-8").lower() != b"utf-8":
        raise Refused(Code.OTHER_ENCODING, declaration[1].decode("ascii"))
    if b"<?" in xml[declaration.end() if declaration else 0 :]:
        raise Refused(Code.PROCESSING_INSTRUCTION)
    if xml.count(b"<") > 2 * MAX_ELEMENTS + 1:
        raise Refused(Code.TOO_MANY_ELEMENTS)
    if xml.count(b"xmlns") > MAX_NAMESPACES:
        raise Refused(Code.TOO_MANY_NAMESPACES)
