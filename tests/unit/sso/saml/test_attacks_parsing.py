"""Attacks on how a document is parsed and canonicalized: numbers 15 to 25 of the catalogue."""

from collections.abc import Callable

from lxml import etree

from stellwerk.sso.saml.gate import MAX_DEPTH, MAX_ELEMENTS, MAX_XML
from stellwerk.sso.saml.refusal import Code
from tests.saml_messages.building import DS, SAML, SAMLP, response
from tests.saml_messages.connection import idp_pair, sp_pair
from tests.saml_messages.encrypting import encrypt
from tests.saml_messages.signing import ENVELOPED, EXC_C14N, sign
from tests.unit.sso.saml.attacking import (
    EVIL,
    Attack,
    assertion_of,
    at,
    check,
    each,
    extensions,
    forged,
    genuine,
    inside,
    signature_of,
)

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"


def written(change: Callable[[str], str]) -> Callable[[], bytes]:
    """A genuine message, changed as text."""

    def made() -> bytes:
        before = etree.tostring(genuine(), encoding="unicode")
        after = change(before)
        assert after != before
        return after.encode("utf-8")

    return made


def replaced(old: str, new: str) -> Callable[[], bytes]:
    return written(lambda text: text.replace(old, new, 1))


def before(start: str) -> Callable[[], bytes]:
    return written(lambda text: start + text)


def encoded(codec: str, declared: str = "", name: str = "Muster") -> Callable[[], bytes]:
    def made() -> bytes:
        root = genuine(attributes=[("sn", "", [name])])
        text = etree.tostring(root, encoding="unicode")
        start = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
        return (start + text).encode(codec)

    return made


def decrypted(plain: bytes) -> Callable[[], etree._Element]:
    """What an EncryptedAssertion holds is these bytes."""

    def made() -> etree._Element:
        root = response()
        encrypt(assertion_of(root), sp_pair(), plain=plain)
        return root

    return made


def changed(change: Callable[[etree._Element], object]) -> Callable[[], etree._Element]:
    """A genuine message, changed after it was signed."""

    def made() -> etree._Element:
        root = genuine()
        change(root)
        return root

    return made


def prepared(change: Callable[[etree._Element], object]) -> Callable[[], etree._Element]:
    """The assertion was changed, and then signed rightly."""

    def made() -> etree._Element:
        root = response()
        change(assertion_of(root))
        sign(assertion_of(root), idp_pair())
        return root

    return made


def signed(*transforms: str, canonicalization: str = EXC_C14N) -> Callable[[], etree._Element]:
    """Signed rightly, but by these ways of canonicalization."""

    def made() -> etree._Element:
        root = response()
        sign(
            assertion_of(root),
            idp_pair(),
            transforms=transforms or (ENVELOPED, EXC_C14N),
            canonicalization=canonicalization,
        )
        return root

    return made


def void() -> etree._Element:
    """An assertion that cannot be canonicalized, signed as if it were nothing at all."""
    root = response()
    assertion = assertion_of(root)
    etree.SubElement(at(assertion, SAML, "AttributeValue"), "{relative}x")
    sign(assertion, idp_pair(), covered=lambda _: b"")
    return root


def renamed(namespace: str) -> Callable[[], etree._Element]:
    """The assertion has the right local name and prefix, and another namespace."""

    def made() -> etree._Element:
        root = genuine()
        original = assertion_of(root)
        other = etree.Element(f"{{{namespace}}}Assertion", Version="2.0")
        other.extend(list(original))
        root.replace(original, other)
        return root

    return made


def deep() -> etree._Element:
    root = genuine()
    place = extensions(root)
    for _ in range(MAX_DEPTH):
        place = inside(place, SAMLP, "X")
    return root


def many() -> etree._Element:
    root = genuine()
    place = extensions(root)
    for _ in range(MAX_ELEMENTS):
        inside(place, SAMLP, "X")
    return root


def xslt() -> etree._Element:
    root = response()

    def spoil(info: etree._Element) -> None:
        transform = at(info, DS, "Transform")
        etree.SubElement(transform, "{http://www.w3.org/1999/XSL/Transform}stylesheet")

    sign(assertion_of(root), idp_pair(), spoil=spoil)
    return root


def text_in_signature() -> etree._Element:
    root = genuine()
    signature_of(assertion_of(root))[0].tail = "x"
    return root


def attribute_of(tag: str) -> Callable[[etree._Element], object]:
    return lambda root: assertion_of(root).set(tag, "_other")


XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DEFAULT_ID = '<!DOCTYPE a [<!ATTLIST saml:Assertion ID CDATA "_assertion-1">]>'
NOTATION = '<!DOCTYPE a [<!NOTATION n PUBLIC "\'&quot;">]>'
DECLARED = Code.MARKUP_DECLARATION
PARSED = [
    Attack(15, "comment in NameID", DECLARED, replaced("anna-4711", "anna<!-- x -->-4711")),
    Attack(15, "comment at the end", DECLARED, written(lambda text: text + "<!-- x -->")),
    Attack(16, "an attribute twice", Code.NOT_XML, replaced('Version="2.0"', 'Version="2.0" ' * 2)),
    Attack(16, "unknown prefix", Code.NOT_XML, replaced("<saml:Subject>", "<x:Subject>")),
    Attack(16, "two documents", Code.NOT_XML, written(lambda text: text + text)),
    Attack(16, "unknown entity", Code.NOT_XML, replaced("anna-4711", "&nbsp;")),
    Attack(16, "a character XML does not know", Code.NOT_XML, replaced("anna-4711", "&#1;")),
    Attack(16, "XML 1.1", Code.PROCESSING_INSTRUCTION, before('<?xml version="1.1"?>')),
    Attack(17, "DOCTYPE", DECLARED, before("<!DOCTYPE a>")),
    Attack(17, "notation", DECLARED, before(NOTATION)),
    Attack(18, "void canonicalization", Code.CANNOT_CANONICALIZE, void),
    Attack(19, "default ID", DECLARED, before(DEFAULT_ID)),
    Attack(19, "ID with a namespace", Code.ID_DISGUISED, changed(attribute_of(f"{{{SAMLP}}}ID"))),
    Attack(19, "xml:id", Code.ID_DISGUISED, changed(attribute_of(XML_ID))),
    Attack(19, "Id", Code.ID_DISGUISED, changed(attribute_of("Id"))),
    Attack(19, "id", Code.ID_DISGUISED, changed(attribute_of("id"))),
    Attack(
        19,
        "ID of a signature",
        Code.ID_DISGUISED,
        changed(lambda root: at(root, DS, "Signature").set("ID", "_x")),
    ),
    Attack(
        19,
        "ID that is no name",
        Code.ID_MALFORMED,
        changed(lambda root: root.set("ID", "' or 1=1")),
    ),
    Attack(20, "other namespace", Code.UNEXPECTED_CONTENT, renamed("urn:evil")),
    Attack(20, "protocol namespace", Code.UNEXPECTED_CONTENT, renamed(SAMLP)),
    Attack(
        20,
        "no namespace",
        Code.UNEXPECTED_CONTENT,
        replaced("<samlp:Status>", '<Status xmlns=""/><samlp:Status>'),
    ),
    Attack(21, "external entity", DECLARED, before(XXE)),
    Attack(21, "external entity, decrypted", DECLARED, decrypted(XXE.encode() + b"<a>&x;</a>")),
    Attack(22, "billion laughs", DECLARED, before(LAUGHS)),
    Attack(22, "junk", Code.TOO_LARGE, written(lambda text: text + " " * MAX_XML)),
    Attack(22, "junk in base64", Code.TOO_LARGE, lambda: "A" * 400_000),
    Attack(22, "elements", Code.TOO_MANY_ELEMENTS, many),
    Attack(
        22,
        "attributes that are sorted slowly",
        Code.TOO_MANY_ATTRIBUTES,
        replaced("<ds:SignedInfo", "<ds:SignedInfo" + "".join(f" a{n}='1'" for n in range(9000))),
    ),
    Attack(
        22,
        "namespaces",
        Code.TOO_MANY_NAMESPACES,
        replaced(
            "<saml:Subject", "<saml:Subject" + "".join(f" xmlns:a{n}='a:'" for n in range(9000))
        ),
    ),
    Attack(22, "depth", Code.TOO_DEEP, deep),
    Attack(
        22,
        "a long namespace to be repeated",
        Code.NAME_TOO_LONG,
        changed(lambda root: extensions(root, etree.Element(f"{{urn:{'x' * 600}}}a"))),
    ),
    Attack(
        22,
        "a long attribute",
        Code.NAME_TOO_LONG,
        changed(lambda root: root.set(f"{{urn:{'x' * 600}}}a", "")),
    ),
    Attack(
        23, "XPath", Code.WRONG_TRANSFORMS, signed("http://www.w3.org/TR/1999/REC-xpath-19991116")
    ),
    Attack(23, "base64", Code.WRONG_TRANSFORMS, signed(ENVELOPED, f"{DS}base64")),
    Attack(23, "three", Code.WRONG_TRANSFORMS, signed(ENVELOPED, EXC_C14N, EXC_C14N)),
    Attack(23, "not enveloped", Code.WRONG_TRANSFORMS, signed(EXC_C14N)),
    Attack(23, "the other way round", Code.WRONG_TRANSFORMS, signed(EXC_C14N, ENVELOPED)),
    Attack(23, "inclusive", Code.WRONG_TRANSFORMS, signed(ENVELOPED, C14N)),
    Attack(
        23, "with comments", Code.WRONG_TRANSFORMS, signed(ENVELOPED, f"{EXC_C14N}WithComments")
    ),
    Attack(
        23,
        "SignedInfo with comments",
        Code.WRONG_CANONICALIZATION,
        signed(canonicalization=f"{C14N}#WithComments"),
    ),
    Attack(23, "XSLT", Code.SIGNATURE_SHAPE, xslt),
    Attack(
        24,
        "XInclude",
        Code.UNEXPECTED_CONTENT,
        prepared(lambda one: etree.SubElement(one, "{http://www.w3.org/2001/XInclude}include")),
    ),
    Attack(
        24,
        "processing instruction",
        Code.PROCESSING_INSTRUCTION,
        replaced("anna-4711", "anna<?x?>-4711"),
    ),
    Attack(24, "stylesheet", Code.PROCESSING_INSTRUCTION, before("<?xml-stylesheet href='x'?>")),
    Attack(24, "CDATA", DECLARED, replaced("anna-4711", "<![CDATA[anna]]>-4711")),
    Attack(24, "UTF-16", Code.NOT_UTF8, encoded("utf-16")),
    Attack(24, "UTF-16 without a mark", Code.FORBIDDEN_CHARACTER, encoded("utf-16-le")),
    Attack(24, "UTF-7", Code.OTHER_ENCODING, encoded("ascii", "UTF-7")),
    Attack(24, "Latin 1", Code.NOT_UTF8, encoded("latin-1", "ISO-8859-1", "Müller")),
    Attack(24, "byte order mark", Code.FORBIDDEN_CHARACTER, encoded("utf-8-sig")),
    Attack(24, "not base64", Code.BASE64, lambda: "PHNhbWw+!"),
    Attack(24, "base64 of the web", Code.BASE64, lambda: "PHNhbWw_"),
    Attack(
        25,
        "text between elements",
        Code.UNEXPECTED_CONTENT,
        prepared(lambda one: setattr(one[0], "tail", "x")),
    ),
    Attack(25, "text in a signature", Code.SIGNATURE_SHAPE, text_in_signature),
    Attack(
        25,
        "an element in NameID",
        Code.UNEXPECTED_CONTENT,
        prepared(lambda one: inside(at(one, SAML, "NameID"), SAML, "X")),
    ),
    Attack(
        25,
        "an element in a value",
        Code.UNEXPECTED_CONTENT,
        prepared(lambda one: inside(at(one, SAML, "AttributeValue"), SAML, "NameID")),
    ),
    Attack(
        25,
        "something after the statements",
        Code.UNEXPECTED_CONTENT,
        prepared(lambda one: inside(one, SAML, "Subject", *forged()[1:2])),
    ),
]


@each(PARSED)
def test_a_document_that_two_readers_could_read_differently_is_not_read(attack: Attack) -> None:
    check(attack)


def test_the_attacker_is_never_named() -> None:
    """What the tests above forge is what they would notice if it were believed."""
    assert EVIL in etree.tostring(forged(), encoding="unicode")
