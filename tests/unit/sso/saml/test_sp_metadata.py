"""What we tell an identity provider of ourselves, as the standard's schema wants it."""

from dataclasses import replace

import pytest
from cryptography.x509 import Certificate
from lxml import etree

from stellwerk.sso.saml.certificates import read_certificate
from stellwerk.sso.saml.names import DS, METADATA, Binding, EncryptionAlgorithm, NameIdFormat
from stellwerk.sso.saml.settings import Policy, Settings
from stellwerk.sso.saml.sp_metadata import sp_metadata
from tests.unit.sso.saml.both_sides import PORTAL, against_schema, both, pair

_M, _D = f"{{{METADATA}}}", f"{{{DS}}}"


def _read(settings: Settings) -> etree._Element:
    return etree.fromstring(sp_metadata(settings))


def _keys(document: etree._Element, use: str) -> list[Certificate]:
    return [
        read_certificate(key.findtext(f".//{_D}X509Certificate") or "")
        for key in document.iter(f"{_M}KeyDescriptor")
        if key.get("use") == use
    ]


def test_it_says_who_we_are_and_where_answers_go() -> None:
    document = _read(both())
    assert against_schema(document, "metadata") == []
    assert document.get("entityID") == f"{PORTAL}/metadata"
    (acs,) = document.iter(f"{_M}AssertionConsumerService")
    assert dict(acs.attrib) == {
        "Binding": Binding.POST,
        "Location": f"{PORTAL}/acs",
        "index": "0",
        "isDefault": "true",
    }
    places = [
        (one.get("Binding"), one.get("Location"))
        for one in document.iter(f"{_M}SingleLogoutService")
    ]
    assert places == [(one, f"{PORTAL}/slo/callback") for one in (Binding.REDIRECT, Binding.POST)]


def test_the_same_settings_give_the_same_bytes() -> None:
    settings = both(decryption=(pair("us"),))
    assert sp_metadata(settings) == sp_metadata(both(decryption=(pair("us"),)))
    assert sp_metadata(settings).startswith(b"<?xml version='1.0' encoding='UTF-8'?>")


@pytest.mark.parametrize("wanted", NameIdFormat)
def test_the_name_id_format_is_the_one_that_is_asked_for(wanted: NameIdFormat) -> None:
    document = _read(both(name_id_format=wanted))
    assert [one.text for one in document.iter(f"{_M}NameIDFormat")] == [wanted]


@pytest.mark.parametrize("on", [True, False])
def test_the_switches_for_signatures_are_told(on: bool) -> None:
    document = _read(both(sign_authn_requests=on, response_signature_suffices=not on))
    (role,) = document
    said = "true" if on else "false"
    assert (role.get("AuthnRequestsSigned"), role.get("WantAssertionsSigned")) == (said, said)


def test_the_key_in_use_and_the_next_one_are_both_published() -> None:
    current, following = pair("us").certificate, pair("next").certificate
    document = _read(both(published=(current, following, current)))
    assert against_schema(document, "metadata") == []
    assert _keys(document, "signing") == [current, following]
    assert _keys(document, "encryption") == []


def test_where_none_is_said_to_be_published_the_one_in_use_is() -> None:
    assert _keys(_read(both()), "signing") == [pair("us").certificate]


def test_without_any_key_there_is_none_in_it() -> None:
    settings = both()
    document = _read(replace(settings, sp=replace(settings.sp, signing=None)))
    assert against_schema(document, "metadata") == []
    assert list(document.iter(f"{_M}KeyDescriptor")) == []


def test_one_key_to_encrypt_for_is_published_with_what_we_can_open() -> None:
    """Several would leave it to the identity provider which one it takes."""
    allowed = frozenset({EncryptionAlgorithm.AES256_GCM, EncryptionAlgorithm.AES128_CBC})
    document = _read(both(decryption=(pair("next"), pair("us")), encryption=allowed))
    assert against_schema(document, "metadata") == []
    assert _keys(document, "encryption") == [pair("next").certificate]
    methods = [one.get("Algorithm") for one in document.iter(f"{_M}EncryptionMethod")]
    assert methods == [
        EncryptionAlgorithm.AES256_GCM,
        EncryptionAlgorithm.AES128_CBC,
        "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
    ]


def test_the_safer_algorithms_come_first_by_default() -> None:
    assert Policy().encryption == frozenset(EncryptionAlgorithm)
    document = _read(both(decryption=(pair("us"),)))
    methods = [str(one.get("Algorithm")) for one in document.iter(f"{_M}EncryptionMethod")][:-1]
    assert ["gcm" in one for one in methods] == [True] * 3 + [False] * 3
