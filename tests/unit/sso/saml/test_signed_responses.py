"""Sign-in responses as honest identity providers send them."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from signxml.verifier import XMLVerifier

from stellwerk.sso.saml.identity import Notice
from stellwerk.sso.saml.refusal import Code
from tests.saml_messages.building import (
    ACS,
    ATTRIBUTES,
    IDP,
    NOW,
    PASSWORD,
    PERSISTENT,
    REQUEST,
    SAML,
    response,
)
from tests.saml_messages.connection import (
    Remembered,
    believe,
    code,
    identity,
    idp_pair,
    posted,
    settings,
)
from tests.saml_messages.keys import Pair, certificate_for, ec_pair, rsa_pair
from tests.saml_messages.signing import (
    MORE,
    PSS,
    RSA_SHA1,
    SHA1,
    SHA256,
    canonical,
    key_value_info,
    sign,
)

SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"


def assertion_of(root: etree._Element) -> etree._Element:
    found = root.find(f"{{{SAML}}}Assertion")
    assert found is not None
    return found


def signed_assertion(**said: object) -> etree._Element:
    root = response(**said)
    sign(assertion_of(root), idp_pair())
    return root


def test_what_a_signed_assertion_says_is_believed() -> None:
    found = identity(believe(signed_assertion()))
    assert found.issuer == IDP
    assert (found.name_id.value, found.name_id.format) == ("anna-4711", PERSISTENT)
    assert found.session_index == "_session-1"
    assert found.session_until == NOW + timedelta(hours=8)
    assert found.authn_instant == NOW - timedelta(seconds=5)
    assert found.authn_context == PASSWORD
    assert found.in_response_to == REQUEST
    assert (found.response_id, found.assertion_id) == ("_response-1", "_assertion-1")
    said = tuple((one.name, one.friendly_name, one.values) for one in found.attributes)
    assert said == ATTRIBUTES
    assert found.warnings == ()


def test_the_signed_bytes_are_the_assertion_without_its_signature() -> None:
    root = signed_assertion()
    found = identity(believe(root))
    assertion = assertion_of(root)
    assertion.remove(assertion[1])
    assert found.signed == canonical(assertion)


def test_a_response_and_its_assertion_may_both_be_signed() -> None:
    root = signed_assertion()
    sign(root, idp_pair())
    assert identity(believe(root)).name_id.value == "anna-4711"
    assert identity(believe(root, settings(verify_responses=True))).name_id.value == "anna-4711"


def test_a_signature_of_the_response_alone_suffices_only_where_that_was_decided() -> None:
    root = response()
    sign(root, idp_pair())
    assert code(believe(root)) is Code.ASSERTION_UNSIGNED
    found = identity(believe(root, settings(response_signature_suffices=True)))
    assert found.name_id.value == "anna-4711"
    assert found.signed.startswith(b"<samlp:Response")


def test_a_response_has_to_be_signed_where_that_was_decided() -> None:
    assert code(believe(signed_assertion(), settings(verify_responses=True))) is (
        Code.RESPONSE_UNSIGNED
    )


def test_a_wrong_signature_counts_even_where_none_is_needed() -> None:
    root = signed_assertion()
    sign(root, rsa_pair("somebody else"))
    assert code(believe(root)) is Code.WRONG_SIGNATURE


@pytest.mark.parametrize("prefixes", [("xs",), ("xs", "xsi"), ("saml", "ds", "xs")])
def test_prefixes_that_canonicalization_is_to_keep_are_kept(prefixes: tuple[str, ...]) -> None:
    root = response()
    sign(assertion_of(root), idp_pair(), prefixes=prefixes)
    sign(root, idp_pair())
    found = identity(believe(root))
    assert b'xmlns:xs="http://www.w3.org/2001/XMLSchema"' in found.signed


@pytest.mark.parametrize(
    ("pair", "method", "digest"),
    [
        (rsa_pair("idp"), f"{MORE}rsa-sha384", f"{MORE}sha384"),
        (rsa_pair("idp"), f"{MORE}rsa-sha512", SHA512),
        (rsa_pair("idp"), f"{PSS}sha256-rsa-MGF1", SHA256),
        (rsa_pair("idp"), f"{PSS}sha512-rsa-MGF1", SHA512),
        (ec_pair("idp"), f"{MORE}ecdsa-sha256", SHA256),
        (ec_pair("idp", ec.SECP384R1), f"{MORE}ecdsa-sha384", SHA256),
        (ec_pair("idp", ec.SECP521R1), f"{MORE}ecdsa-sha512", SHA512),
    ],
)
def test_every_good_algorithm_is_understood(pair: Pair, method: str, digest: str) -> None:
    root = response()
    sign(assertion_of(root), pair, method=method, digest=digest)
    assert identity(believe(root, settings(pair))).name_id.value == "anna-4711"


@pytest.mark.parametrize(
    ("method", "digest"), [(RSA_SHA1, SHA256), (RSA_SHA1, SHA1), (f"{MORE}rsa-sha256", SHA1)]
)
def test_sha1_needs_its_switch_and_is_said(method: str, digest: str) -> None:
    root = response()
    sign(assertion_of(root), idp_pair(), method=method, digest=digest)
    assert code(believe(root)) is Code.SHA1
    assert identity(believe(root, settings(allow_sha1=True))).warnings == (Notice.SHA1,)


def test_the_next_certificate_is_as_good_as_the_present_one() -> None:
    old, new = rsa_pair("idp"), rsa_pair("idp next")
    for pair in (old, new):
        root = response()
        sign(assertion_of(root), pair)
        assert identity(believe(root, settings(old, new))).name_id.value == "anna-4711"
        assert identity(believe(root, settings(ec_pair("idp"), pair))).warnings == ()


def test_no_more_than_four_certificates_count() -> None:
    others = [rsa_pair(f"other {number}", 2048) for number in range(4)]
    assert code(believe(signed_assertion(), settings(*others, idp_pair()))) is Code.WRONG_SIGNATURE
    identity(believe(signed_assertion(), settings(*others[:3], idp_pair())))


def test_an_expired_certificate_warns_and_goes_on() -> None:
    past = certificate_for(idp_pair().key, "idp", NOW - timedelta(days=1))
    connection = settings(Pair(idp_pair().key, past))
    assert identity(believe(signed_assertion(), connection)).warnings == (
        Notice.CERTIFICATE_EXPIRED,
    )


def test_an_unsolicited_response_counts_only_where_that_was_decided() -> None:
    root = signed_assertion(in_response_to=None, confirms=None)
    assert code(believe(root)) is Code.UNSOLICITED
    found = identity(believe(root, settings(allow_unsolicited=True)))
    assert found.in_response_to == ""


def test_the_same_assertion_is_believed_once() -> None:
    stores = Remembered()
    root = signed_assertion(in_response_to=None, confirms=None)
    connection = settings(allow_unsolicited=True)
    identity(believe(root, connection, stores=stores))
    assert code(believe(root, connection, stores=stores)) is Code.REPLAYED


def test_a_request_is_answered_once() -> None:
    stores = Remembered()
    identity(believe(signed_assertion(), stores=stores))
    other = signed_assertion(assertion_id="_assertion-2")
    assert code(believe(other, stores=stores)) is Code.UNKNOWN_REQUEST


def test_line_breaks_in_base64_change_nothing() -> None:
    text = posted(signed_assertion())
    wrapped = "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    assert identity(believe(wrapped)).name_id.value == "anna-4711"


def test_an_assertion_confirmed_for_several_is_for_us_if_one_of_them_is_us() -> None:
    root = response()
    subject = assertion_of(root)[1]
    other = etree.fromstring(etree.tostring(subject[1]))
    other[0].set("Recipient", f"{ACS}/other")
    subject.insert(1, other)
    sign(assertion_of(root), idp_pair())
    assert identity(believe(root)).name_id.value == "anna-4711"


@pytest.mark.parametrize("name", ["get_root", "_tostring", "_resolve_reference"])
def test_what_we_narrow_of_signxml_is_still_called_so(name: str) -> None:
    """Else the wider original runs, unnoticed."""
    assert callable(getattr(XMLVerifier, name, None))


def test_a_key_that_a_message_offers_changes_nothing() -> None:
    root = response()
    sign(assertion_of(root), idp_pair(), key_info=key_value_info(rsa_pair("attacker")))
    assert identity(believe(root)).name_id.value == "anna-4711"
