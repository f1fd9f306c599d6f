"""The same message as well-known products write it: prefixes, line breaks, keys, encryption."""

from collections.abc import Callable

import pytest
from lxml import etree

from stellwerk.sso.saml.refusal import Code
from tests.saml_messages.building import DS, NAMES, SAML, SAMLP, XENC, XSI, response
from tests.saml_messages.connection import believe, code, identity, idp_pair, settings, sp_pair
from tests.saml_messages.encrypting import AES256_CBC, encrypt
from tests.saml_messages.signing import key_value_info, sign
from tests.unit.sso.saml.attacking import assertion_of, at, signature_of


def renamed(prefixes: dict[str, str]) -> etree._Element:
    """A Response with other prefixes; "" makes a namespace the default where it is used."""
    text = etree.tostring(response(), encoding="unicode")
    for known, new in prefixes.items():
        uri, start = NAMES[known], f"{new}:" if new else ""
        text = text.replace(f' xmlns:{known}="{uri}"', f' xmlns:{new}="{uri}"' if new else "")
        text = text.replace(f"<{known}:", f"<{start}").replace(f"</{known}:", f"</{start}")
        if not new:
            for name in ("Issuer", "Assertion"):
                text = text.replace(f"<{name}", f'<{name} xmlns="{uri}"', 1)
    return etree.fromstring(text)


def adfs() -> etree._Element:
    """Default namespaces, a key without a prefix, encrypted by CBC in a signed Response."""
    root = renamed({"saml": ""})
    root.set("Consent", "urn:oasis:names:tc:SAML:2.0:consent:unspecified")
    sign(assertion_of(root), idp_pair())
    made = encrypt(assertion_of(root), sp_pair(), algorithm=AES256_CBC)
    key = at(made, XENC, "EncryptedKey")
    method = at(key, XENC, "EncryptionMethod")
    etree.SubElement(method, f"{{{DS}}}DigestMethod", Algorithm=f"{DS}sha1")
    info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={None: DS})
    etree.SubElement(etree.SubElement(info, f"{{{DS}}}X509Data"), f"{{{DS}}}X509IssuerSerial")
    key.insert(1, info)
    sign(root, idp_pair())
    return root


def okta() -> etree._Element:
    """Other prefixes; both signed, with the schema's prefix kept."""
    root = renamed({"saml": "saml2", "samlp": "saml2p"})
    sign(assertion_of(root), idp_pair(), prefixes=["xs"])
    sign(root, idp_pair(), prefixes=["xs"])
    return root


def shibboleth() -> etree._Element:
    """The key beside what it opens, pointed to from there, and saying what it is for."""
    root = renamed({"saml": "saml2", "samlp": "saml2p"})
    sign(assertion_of(root), idp_pair())
    made = encrypt(assertion_of(root), sp_pair(), beside=True)
    data, key = made
    data.set("Id", "_data")
    key.set("Id", "_key")
    key.set("Recipient", "https://portal.example.org/sso/metadata")
    info = at(data, DS, "KeyInfo")
    etree.SubElement(info, f"{{{DS}}}RetrievalMethod", URI="#_key", Type=f"{XENC}EncryptedKey")
    listed = etree.SubElement(key, f"{{{XENC}}}ReferenceList")
    etree.SubElement(listed, f"{{{XENC}}}DataReference", URI="#_data")
    sign(root, idp_pair())
    return root


def keycloak() -> etree._Element:
    """A name of the key and its bare value beside the certificate."""
    root = response()
    info = key_value_info(idp_pair())
    name = etree.Element(f"{{{DS}}}KeyName")
    name.text = "8f3a"
    info.insert(0, name)
    sign(root, idp_pair(), key_info=info)
    return root


def indented() -> etree._Element:
    """Every element on a line of its own, base64 in lines."""
    root = response()
    etree.indent(root)
    signature = sign(assertion_of(root), idp_pair())
    value = at(signature, DS, "SignatureValue")
    text = value.text or ""
    value.text = "\n" + "\n".join(text[n : n + 64] for n in range(0, len(text), 64)) + "\n"
    signature.tail = None
    return root


def empty_and_missing_values() -> etree._Element:
    """An attribute without a value, one that is nil, and one of a structure of its own."""
    root = response(attributes=[("a", "", []), ("b", "", [""]), ("c", "", [""]), ("d", "", [""])])
    values = root.findall(f".//{{{SAML}}}AttributeValue")
    values[1].set(f"{{{XSI}}}nil", "true")
    etree.SubElement(values[2], "{urn:x}structure").text = "x"
    sign(assertion_of(root), idp_pair())
    return root


@pytest.mark.parametrize("style", [adfs, okta, shibboleth, indented])
def test_a_message_is_understood_in_each_style(style: Callable[[], etree._Element]) -> None:
    found = identity(believe(style()))
    assert found.name_id.value == "anna-4711"
    assert [one.values[0] for one in found.attributes][:2] == ["Änne", "Müller & Söhne <x>"]


def test_keycloak_signs_the_document_and_may_be_believed_for_it() -> None:
    assert code(believe(keycloak())) is Code.ASSERTION_UNSIGNED
    found = identity(believe(keycloak(), settings(response_signature_suffices=True)))
    assert found.name_id.value == "anna-4711"


def test_what_has_no_value_has_none() -> None:
    found = identity(believe(empty_and_missing_values()))
    assert [(one.name, one.values) for one in found.attributes] == [
        ("a", ()),
        ("b", ("",)),
        ("c", ()),
        ("d", ()),
    ]


@pytest.mark.parametrize(
    ("namespace", "name", "attribute"),
    [
        (SAMLP, "Response", "ID"),
        (SAMLP, "Response", "IssueInstant"),
        (SAMLP, "StatusCode", "Value"),
        (SAML, "AuthnStatement", "AuthnInstant"),
        (SAML, "Attribute", "Name"),
    ],
)
def test_what_has_to_be_there_is_missed(namespace: str, name: str, attribute: str) -> None:
    root = response()
    del at(root, namespace, name).attrib[attribute]
    sign(assertion_of(root), idp_pair())
    assert code(believe(root)) is Code.MISSING_CONTENT


def test_a_signature_without_its_parts_is_none() -> None:
    for part in range(2):
        root = response()
        sign(assertion_of(root), idp_pair())
        signature = signature_of(assertion_of(root))
        signature.remove(signature[part])
        assert code(believe(root)) is Code.SIGNATURE_SHAPE
