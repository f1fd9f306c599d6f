"""Every entry that takes what strangers send, given anything: an answer or a code, no crash."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stellwerk.sso.saml import gate, reading
from stellwerk.sso.saml.encryption import opened
from stellwerk.sso.saml.logout import validate_logout_request, validate_logout_response
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.refusal import Code, Refusal, Refused
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.settings import Policy
from tests.saml_messages.building import (
    DS,
    NOW,
    SAML,
    SAMLP,
    XENC,
    logout_request,
    logout_response,
    response,
)
from tests.saml_messages.connection import (
    Remembered,
    believe,
    idp_pair,
    posted,
    settings,
    sp_pair,
)
from tests.saml_messages.encrypting import KEY_BYTES, encrypt
from tests.saml_messages.signing import sign
from tests.unit.sso.saml.layouts import COSTLY

WORDS = [
    *(f"<{name}>" for name in ("a", "/a", "samlp:Response", "saml:Assertion", "/saml:Assertion")),
    "<?xml version='1.0'?>",
    "<!",
    "<?",
    "&",
    ";",
    "#x0",
    "xmlns:saml='",
    SAML,
    SAMLP,
    "'",
    '"',
    "ID=",
    "\0",
    "ä",
    "\ud800",
]
SCRAPS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), max_size=30).map("".join)
BYTES = st.one_of(st.binary(max_size=300), SCRAPS.map(lambda text: text.encode("utf-8", "replace")))
TAGS = [
    *(f"{{{SAMLP}}}{name}" for name in ("Response", "Status", "StatusCode", "Extensions")),
    *(f"{{{SAML}}}{name}" for name in ("Issuer", "Assertion", "Subject", "NameID", "Conditions")),
    *(f"{{{DS}}}{name}" for name in ("Signature", "SignedInfo", "Reference", "KeyInfo")),
    *(f"{{{XENC}}}{name}" for name in ("EncryptedData", "EncryptedKey", "CipherValue")),
]
NAMES = ["ID", "Version", "Destination", "IssueInstant", "InResponseTo", "Algorithm"]
VALUES = ["2.0", "_a", "", "x", "2026-06-01T12:00:00Z", "0000-00-00T00:00:00Z"]


@st.composite
def trees(draw: st.DrawFn) -> etree._Element:
    """Elements that mean something, in an order that means nothing."""
    root = etree.Element(draw(st.sampled_from(TAGS)))
    places = [root]
    for _ in range(draw(st.integers(0, 15))):
        made = etree.SubElement(
            draw(st.sampled_from(places)),
            draw(st.sampled_from(TAGS)),
            draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=2)),
        )
        made.text = draw(st.sampled_from(["", "AAAA", "x y", "\n"]))
        places.append(made)
    return root


def expected(result: object) -> None:
    assert isinstance(result, Refusal), result
    assert result.code is not Code.UNEXPECTED, result


def all_entries(message: str) -> None:
    stores = Remembered()
    for binding in Binding:
        expected(validate(message, binding, settings(), NOW, pending=stores, replay=stores))
        expected(validate_logout_request(message, binding, settings(), NOW, replay=stores))
        expected(validate_logout_response(message, binding, settings(), NOW, pending=stores))


@given(SCRAPS)
def test_any_text_as_a_message(text: str) -> None:
    all_entries(text)


@given(BYTES)
def test_any_bytes_as_a_document(data: bytes) -> None:
    all_entries(posted(data))


@COSTLY
@given(trees())
def test_any_elements_as_a_message(root: etree._Element) -> None:
    all_entries(posted(root))


@COSTLY
@given(st.sampled_from([response, logout_request, logout_response]), st.data())
def test_a_message_with_other_elements_in_it(made: object, data: st.DataObject) -> None:
    assert callable(made)
    root = made()
    for _ in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter())
        place = elements[data.draw(st.integers(0, len(elements) - 1))]
        place.insert(data.draw(st.integers(0, 3)), data.draw(trees()))
    all_entries(posted(root))


@COSTLY
@given(st.data())
def test_whatever_is_signed_is_read_or_refused(data: st.DataObject) -> None:
    root = response()
    assertion = root[-1]
    for _ in range(data.draw(st.integers(1, 3))):
        elements = list(assertion.iter())
        place = elements[data.draw(st.integers(0, len(elements) - 1))]
        place.insert(data.draw(st.integers(0, 3)), data.draw(trees()))
    if assertion.find(f"{{{DS}}}Signature") is None:
        sign(assertion, idp_pair())
    result = believe(root)
    if isinstance(result, Refusal):
        expected(result)
    else:
        assert result.name_id.value.encode() in result.signed


@given(BYTES)
def test_a_document_that_passes_the_gate_is_small_and_plain(data: bytes) -> None:
    try:
        root = gate.parsed(data)
    except Refused:
        return
    assert all(isinstance(element.tag, str) for element in root.iter())
    assert b"<!" not in data


@given(st.sampled_from(list(KEY_BYTES)), BYTES)
def test_whatever_was_encrypted_is_one_element_or_refused(algorithm: str, plain: bytes) -> None:
    holder = encrypt(etree.Element("x"), sp_pair(), algorithm=algorithm, plain=plain)
    try:
        element, data = opened(holder, settings().sp.decryption, Policy(), enclosed=True)
    except Refused:
        return
    assert data == plain
    assert isinstance(element.tag, str)


@given(st.one_of(st.text(), st.from_regex(reading.INSTANT, fullmatch=True)))
def test_any_text_as_a_moment(text: str) -> None:
    element = etree.Element("a")
    try:
        element.set("at", text)
    except ValueError:
        return
    try:
        moment = reading.instant(element, "at")
    except Refused:
        return
    assert moment is not None
    assert moment.tzinfo is UTC
