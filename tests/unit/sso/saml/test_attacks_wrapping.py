"""Attacks on which bytes a signature proves: numbers 1 to 14 of the catalogue."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from stellwerk.sso.saml.refusal import Code
from tests.saml_messages.building import DS, SAML, SAMLP, Said, assertion, response
from tests.saml_messages.connection import idp_pair, settings
from tests.saml_messages.keys import rsa_pair
from tests.saml_messages.signing import certificate_info, key_value_info, sign
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
    suffices,
)
from tests.unit.sso.saml.wrapped import (
    beside_encrypted,
    encrypted_id_again,
    evil_response,
    forged_in_advice,
    hidden_in,
    nested_encrypted,
    two_encrypted,
    xsw1,
    xsw2,
    xsw3,
    xsw4,
    xsw5,
    xsw6,
    xsw7,
    xsw7_reversed,
    xsw8,
)

OTHER_IDP = "https://other.example.org/metadata"


def smuggled_digest() -> etree._Element:
    """The digest of the forged assertion where a search for any DigestValue finds it first."""
    root = genuine()
    original, evil = assertion_of(root), evil_response()
    sign(assertion_of(evil), rsa_pair("attacker"))
    wanted = at(evil, DS, "DigestValue")
    at(original, SAML, "NameID").text = EVIL
    extensions(root, wanted)
    return root


def two_signed_infos(first: bool) -> etree._Element:
    root = genuine()
    original = assertion_of(root)
    signature = signature_of(original)
    at(original, SAML, "NameID").text = EVIL
    other = deepcopy(signature[0])
    at(other, DS, "DigestValue").text = "AAAA"
    signature.insert(0 if first else 1, other)
    return root


def wrapped_signed_info() -> etree._Element:
    """SignedInfo in an element of its own, found by whoever searches."""
    root = genuine()
    signature = signature_of(assertion_of(root))
    info = signature[0]
    wrap = etree.Element(f"{{{DS}}}Object")
    signature.replace(info, wrap)
    wrap.append(info)
    return root


def commented_digest() -> etree._Element:
    root = genuine()
    at(root, DS, "DigestValue").insert(0, etree.Comment("x"))
    return root


def element_in_digest() -> etree._Element:
    root = genuine()
    inside(at(root, DS, "DigestValue"), DS, "X")
    return root


def tampered(namespace: str, name: str, text: str) -> Callable[[], etree._Element]:
    def made() -> etree._Element:
        root = genuine()
        at(assertion_of(root), namespace, name).text = text
        return root

    return made


def signed_with_uri(uri: str | None) -> Callable[[], etree._Element]:
    """Signed rightly, but for what the Reference points to."""

    def made() -> etree._Element:
        root = response()
        sign(assertion_of(root), idp_pair(), uri=uri)
        return root

    return made


def two_references() -> etree._Element:
    root = response()
    sign(assertion_of(root), idp_pair(), spoil=lambda info: info.append(deepcopy(info[2])))
    return root


def same_id_as_response() -> etree._Element:
    root = response(assertion_id="_response-1")
    sign(assertion_of(root), idp_pair())
    return root


def signed_elsewhere() -> etree._Element:
    """The assertion's signature covers the Response, and says so."""
    root = response()
    signature = sign(root, idp_pair())
    root.remove(signature)
    assertion_of(root).insert(1, signature)
    return root


def unsigned() -> etree._Element:
    return response()


def empty_signature() -> etree._Element:
    root = response()
    assertion_of(root).insert(1, etree.Element(f"{{{DS}}}Signature"))
    return root


def by_stranger(info: Callable[[], etree._Element] | None = None) -> Callable[[], etree._Element]:
    """Signed by a key of the attacker's own, which KeyInfo offers."""

    def made() -> etree._Element:
        root = response(name_id=EVIL)
        sign(assertion_of(root), rsa_pair("attacker"), key_info=info() if info else None)
        return root

    return made


def retrieval() -> etree._Element:
    info = etree.Element(f"{{{DS}}}KeyInfo")
    etree.SubElement(info, f"{{{DS}}}RetrievalMethod", {"URI": "https://evil.example/key.pem"})
    return info


def error_response_with_forged() -> etree._Element:
    """A genuine signed error, and a forged assertion that was added to it."""
    root = response(status="urn:oasis:names:tc:SAML:2.0:status:Responder")
    root.remove(assertion_of(root))
    sign(root, idp_pair())
    at(root, SAMLP, "StatusCode").set("Value", "urn:oasis:names:tc:SAML:2.0:status:Success")
    root.append(forged())
    return root


def decoy_signature() -> etree._Element:
    """A second signature with the value of the first, which holds something else."""
    root = genuine(whole=True)
    decoy = deepcopy(signature_of(root))
    inside(decoy, DS, "Object", forged())
    root.insert(2, decoy)
    return root


def hidden_signature() -> etree._Element:
    """A genuine signature where nobody looks for one, in Extensions."""
    root = genuine()
    signature = signature_of(assertion_of(genuine()))
    extensions(root, signature)
    return root


def other_message() -> etree._Element:
    """A signed answer to a logout is no Response."""
    root = etree.Element(f"{{{SAMLP}}}LogoutResponse", dict(response().attrib))
    root.extend(list(response()))
    sign(root, idp_pair())
    return root


def assertion_alone() -> etree._Element:
    root = assertion(Said())
    sign(root, idp_pair())
    return root


def of_other_idp(where: str) -> Callable[[], etree._Element]:
    def made() -> etree._Element:
        root = response(**{where: OTHER_IDP})
        sign(assertion_of(root), idp_pair())
        return root

    return made


SEVERAL, SHAPE = Code.SEVERAL_ASSERTIONS, Code.SIGNATURE_SHAPE
ATTACKS = [
    Attack(1, "XSW1", SEVERAL, xsw1, suffices),
    Attack(1, "XSW2", Code.UNEXPECTED_CONTENT, xsw2, suffices),
    Attack(2, "XSW3", SEVERAL, xsw3),
    Attack(2, "XSW4", SEVERAL, xsw4),
    Attack(2, "XSW5", SEVERAL, xsw5),
    Attack(2, "XSW6", SEVERAL, xsw6),
    Attack(3, "XSW7", SEVERAL, lambda: xsw7("_evil")),
    Attack(3, "XSW7 same ID", Code.ID_REPEATED, lambda: xsw7("_assertion-1")),
    Attack(3, "XSW7 reversed", SEVERAL, xsw7_reversed),
    Attack(3, "XSW8", SEVERAL, lambda: xsw8("_evil")),
    Attack(3, "XSW8 same ID", Code.ID_REPEATED, lambda: xsw8("_assertion-1")),
    Attack(3, "in Subject", SEVERAL, hidden_in((SAML, "Subject"))),
    Attack(3, "in an attribute", SEVERAL, hidden_in((SAML, "AttributeValue"))),
    Attack(3, "in KeyInfo", SEVERAL, hidden_in((DS, "KeyInfo"))),
    Attack(3, "forged in Advice", SEVERAL, forged_in_advice),
    Attack(4, "unsigned first", SEVERAL, xsw3),
    Attack(4, "beside an encrypted one", SEVERAL, beside_encrypted),
    Attack(4, "two encrypted", SEVERAL, two_encrypted),
    Attack(4, "nested encrypted", SEVERAL, nested_encrypted),
    Attack(5, "smuggled DigestValue", Code.WRONG_DIGEST, smuggled_digest),
    Attack(6, "other SignedInfo first", SHAPE, lambda: two_signed_infos(True)),
    Attack(6, "other SignedInfo second", SHAPE, lambda: two_signed_infos(False)),
    Attack(6, "wrapped SignedInfo", SHAPE, wrapped_signed_info),
    Attack(7, "comment in DigestValue", Code.MARKUP_DECLARATION, commented_digest),
    Attack(7, "element in DigestValue", SHAPE, element_in_digest),
    Attack(8, "changed NameID", Code.WRONG_DIGEST, tampered(SAML, "NameID", EVIL)),
    Attack(8, "changed value", Code.WRONG_DIGEST, tampered(SAML, "AttributeValue", "admins")),
    Attack(9, "two References", Code.WRONG_REFERENCE, two_references),
    Attack(9, "URI of the document", Code.WRONG_REFERENCE, signed_with_uri("#")),
    Attack(9, "no URI", Code.WRONG_REFERENCE, signed_with_uri(None)),
    Attack(9, "XPointer", Code.WRONG_REFERENCE, signed_with_uri("#xpointer(/)")),
    Attack(9, "two hashes", Code.WRONG_REFERENCE, signed_with_uri("##_assertion-1")),
    Attack(9, "external", Code.WRONG_REFERENCE, signed_with_uri("https://evil.example/#a")),
    Attack(9, "of the Response", Code.WRONG_REFERENCE, signed_elsewhere),
    Attack(9, "one ID twice", Code.ID_REPEATED, same_id_as_response),
    Attack(9, "one ID twice, decrypted", Code.ID_REPEATED, encrypted_id_again),
    Attack(10, "no signature", Code.ASSERTION_UNSIGNED, unsigned),
    Attack(10, "no signature, Response enough", Code.ASSERTION_UNSIGNED, unsigned, suffices),
    Attack(10, "empty signature", SHAPE, empty_signature),
    Attack(11, "own certificate", Code.WRONG_SIGNATURE, by_stranger()),
    Attack(
        11,
        "own key with the certificate of the genuine one",
        Code.WRONG_SIGNATURE,
        by_stranger(lambda: certificate_info(idp_pair())),
    ),
    Attack(
        11,
        "RSAKeyValue",
        Code.WRONG_SIGNATURE,
        by_stranger(lambda: key_value_info(rsa_pair("attacker"))),
    ),
    Attack(11, "RetrievalMethod", Code.WRONG_SIGNATURE, by_stranger(retrieval)),
    Attack(12, "signed error", Code.WRONG_DIGEST, error_response_with_forged, suffices),
    Attack(12, "decoy signature", Code.SIGNATURE_MISPLACED, decoy_signature, suffices),
    Attack(12, "hidden signature", Code.SIGNATURE_MISPLACED, hidden_signature),
    Attack(12, "signed LogoutResponse", Code.WRONG_MESSAGE, other_message, suffices),
    Attack(12, "assertion alone", Code.WRONG_MESSAGE, assertion_alone),
    Attack(14, "Response of another", Code.WRONG_ISSUER, of_other_idp("issuer")),
    Attack(14, "assertion of another", Code.WRONG_ISSUER, of_other_idp("assertion_issuer")),
    Attack(
        14,
        "key of another",
        Code.WRONG_SIGNATURE,
        genuine,
        lambda: settings(rsa_pair("other idp")),
    ),
]


@each(ATTACKS)
def test_what_is_not_proven_is_not_believed(attack: Attack) -> None:
    check(attack)
