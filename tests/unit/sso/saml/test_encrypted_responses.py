"""Encrypted assertions, names and attributes as honest identity providers send them."""

from itertools import product

import pytest
from lxml import etree

from stellwerk.sso.saml.names import EncryptionAlgorithm
from stellwerk.sso.saml.refusal import Code
from stellwerk.sso.saml.settings import KeyPair, Settings
from tests.saml_messages.building import DS, NAMES, SAML, SAMLP, XENC, XS, response
from tests.saml_messages.connection import (
    believe,
    code,
    identity,
    idp_pair,
    settings,
    sp_pair,
)
from tests.saml_messages.encrypting import (
    AES128_CBC,
    DIGESTS,
    KEY_BYTES,
    MASKS,
    OAEP,
    OAEP_MGF1P,
    encrypt,
)
from tests.saml_messages.keys import rsa_pair
from tests.saml_messages.signing import sign
from tests.unit.sso.saml.attacking import assertion_of, at, genuine, suffices

GCM = [name for name in KEY_BYTES if name.endswith("gcm")]
CBC = [name for name in KEY_BYTES if name.endswith("cbc")]


def encrypted(**way: object) -> etree._Element:
    root = genuine()
    encrypt(assertion_of(root), sp_pair(), **way)
    return root


def test_the_lists_of_algorithms_agree() -> None:
    assert set(KEY_BYTES) == set(EncryptionAlgorithm)


@pytest.mark.parametrize("algorithm", GCM)
def test_what_cannot_be_changed_unnoticed_needs_no_signature_around(algorithm: str) -> None:
    found = identity(believe(encrypted(algorithm=algorithm)))
    assert found.name_id.value == "anna-4711"
    assert b"anna-4711" in found.signed


@pytest.mark.parametrize("algorithm", KEY_BYTES)
def test_inside_a_signed_response_every_algorithm_is_understood(algorithm: str) -> None:
    root = encrypted(algorithm=algorithm)
    sign(root, idp_pair())
    assert identity(believe(root)).name_id.value == "anna-4711"


@pytest.mark.parametrize("algorithm", CBC)
def test_what_was_switched_off_is_refused_even_there(algorithm: str) -> None:
    root = encrypted(algorithm=algorithm)
    sign(root, idp_pair())
    only = frozenset({EncryptionAlgorithm.AES256_GCM})
    assert code(believe(root, settings(encryption=only))) is Code.WRONG_ENCRYPTION_ALGORITHM


@pytest.mark.parametrize(("digest", "mask"), list(product([None, *DIGESTS], [None, *MASKS])))
def test_every_kind_of_oaep_is_understood(digest: str | None, mask: str | None) -> None:
    root = encrypted(transport=OAEP, digest=digest, mask=mask)
    assert identity(believe(root)).name_id.value == "anna-4711"


@pytest.mark.parametrize("digest", [None, *DIGESTS])
def test_the_older_oaep_has_a_digest_too(digest: str | None) -> None:
    root = encrypted(transport=OAEP_MGF1P, digest=digest)
    assert identity(believe(root)).name_id.value == "anna-4711"


def test_oaep_may_have_a_label() -> None:
    root = encrypted(label=b"label")
    assert identity(believe(root)).name_id.value == "anna-4711"
    at(root, XENC, "OAEPparams").text = "AAAA"
    assert code(believe(root)) is Code.CANNOT_DECRYPT


def test_the_key_may_stand_beside_what_it_opens() -> None:
    root = encrypted(beside=True)
    info = at(root, DS, "KeyInfo")
    etree.SubElement(info, f"{{{DS}}}RetrievalMethod", URI="#_key")
    assert identity(believe(root)).name_id.value == "anna-4711"


def test_an_assertion_has_to_be_encrypted_where_that_was_decided() -> None:
    connection = settings(want_assertions_encrypted=True)
    assert code(believe(genuine(), connection)) is Code.NOT_ENCRYPTED
    assert identity(believe(encrypted(), connection)).name_id.value == "anna-4711"


def test_inside_a_signed_response_no_other_signature_is_needed_where_that_was_decided() -> None:
    root = response()
    plain = etree.tostring(assertion_of(root))
    encrypt(assertion_of(root), sp_pair(), algorithm=AES128_CBC)
    sign(root, idp_pair())
    assert identity(believe(root, suffices())).signed == plain


def test_our_next_key_opens_as_well_as_our_present_one() -> None:
    old, new = sp_pair(), rsa_pair("sp next", 3072)
    both = tuple(KeyPair(pair.certificate, pair.rsa) for pair in (new, old))
    known = settings()
    connection = Settings(
        known.idp,
        type(known.sp)(known.sp.entity_id, known.sp.acs, known.sp.slo, decryption=both),
        known.policy,
    )
    for pair in (old, new):
        root = genuine()
        encrypt(assertion_of(root), pair)
        assert identity(believe(root, connection)).name_id.value == "anna-4711"


def test_without_a_key_of_ours_nothing_is_opened() -> None:
    known = settings()
    connection = Settings(
        known.idp,
        type(known.sp)(known.sp.entity_id, known.sp.acs, known.sp.slo),
        known.policy,
    )
    assert code(believe(encrypted(), connection)) is Code.NO_DECRYPTION_KEY


def test_what_was_encrypted_may_lean_on_namespaces_around_it() -> None:
    """As tools on libxml2 write it: without what was declared further up."""
    root = response()
    sign(assertion_of(root), idp_pair())
    plain = etree.tostring(assertion_of(root))
    for prefix, uri in {**NAMES, "xs": XS}.items():
        plain = plain.replace(f' xmlns:{prefix}="{uri}"'.encode(), b"", 1)
    assert plain.startswith(b"<saml:Assertion ID=") or b"xmlns:xsi" in plain
    encrypt(assertion_of(root), sp_pair(), plain=plain)
    assert identity(believe(root)).name_id.value == "anna-4711"


def test_a_default_namespace_around_it_counts_too() -> None:
    text = etree.tostring(response()).replace(b"xmlns:saml=", b"xmlns=").replace(b"saml:", b"")
    root = etree.fromstring(text)
    sign(assertion_of(root), idp_pair())
    plain = etree.tostring(assertion_of(root)).replace(f' xmlns="{SAML}"'.encode(), b"")
    for prefix, uri in {**NAMES, "xs": XS}.items():
        plain = plain.replace(f' xmlns:{prefix}="{uri}"'.encode(), b"", 1)
    assert plain.startswith(b"<Assertion ")
    encrypt(assertion_of(root), sp_pair(), plain=plain)
    assert identity(believe(root)).name_id.value == "anna-4711"


def test_leaning_on_what_is_around_it_nothing_else_comes_in() -> None:
    for plain in (b"<saml:A/><saml:B/>", b"x<saml:A/>", b"</around><saml:A/><around>"):
        root = response()
        encrypt(assertion_of(root), sp_pair(), plain=plain)
        assert code(believe(root)) in {
            Code.CANNOT_DECRYPT,
            Code.UNEXPECTED_CONTENT,
            Code.NOT_XML,
        }


@pytest.mark.parametrize("algorithm", KEY_BYTES)
def test_a_name_may_be_encrypted_in_a_signed_assertion(algorithm: str) -> None:
    root = response()
    name_id = at(root, SAML, "NameID")
    encrypt(name_id, sp_pair(), algorithm=algorithm, holder=f"{{{SAML}}}EncryptedID")
    sign(assertion_of(root), idp_pair())
    found = identity(believe(root))
    assert found.name_id.value == "anna-4711"
    assert b"anna-4711" in found.signed


def test_attributes_may_be_encrypted_in_a_signed_assertion() -> None:
    root = response()
    one = at(root, SAML, "Attribute")
    encrypt(one, sp_pair(), holder=f"{{{SAML}}}EncryptedAttribute")
    sign(assertion_of(root), idp_pair())
    found = identity(believe(root))
    assert found.attributes[0].friendly_name == "givenName"
    assert found.attributes[0].values == ("Änne",)


def test_a_name_may_not_be_an_attribute() -> None:
    root = response()
    encrypt(at(root, SAML, "Attribute"), sp_pair(), holder=f"{{{SAML}}}EncryptedID")
    holder = at(root, SAML, "EncryptedID")
    subject = at(root, SAML, "Subject")
    subject.replace(subject[0], holder)
    sign(assertion_of(root), idp_pair())
    assert code(believe(root)) is Code.NO_NAME_ID


def test_our_key_is_not_used_before_what_costs_nothing_was_checked() -> None:
    """What would be wrong with the cipher never comes up."""
    root = genuine(in_response_to="_other")
    encrypt(assertion_of(root), rsa_pair("other"))
    assert code(believe(root)) is Code.UNKNOWN_REQUEST
    root = genuine(status=f"{SAMLP}:status:Responder")
    encrypt(assertion_of(root), rsa_pair("other"))
    assert code(believe(root)) is Code.STATUS
