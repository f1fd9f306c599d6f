"""Certificates as people paste them: read, or refused with the reason and the next step."""

import re
import textwrap
from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sso.saml import errors
from stellwerk.sso.saml.certificates import (
    bare,
    common_name,
    fingerprint,
    pem,
    private_pem,
    read_certificate,
    read_certificates,
    read_pair,
    self_signed,
)
from tests.unit.sso.saml.both_sides import NOW, pair

_NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "odd")])


def _certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    builder = x509.CertificateBuilder(
        _NAME, _NAME, key.public_key(), 1, NOW, NOW + timedelta(days=1)
    )
    return pem(builder.sign(key, hashes.SHA256()))


def test_one_made_here_is_rsa_3072_signed_with_sha256_for_ten_years() -> None:
    made = self_signed("portal.example.org", now=NOW)
    assert made.private_key.key_size == 3072
    certificate = made.certificate
    assert isinstance(certificate.signature_hash_algorithm, hashes.SHA256)
    assert common_name(certificate) == "portal.example.org"
    assert certificate.issuer == certificate.subject
    assert certificate.not_valid_before_utc <= NOW - timedelta(hours=1)
    years = (certificate.not_valid_after_utc - NOW).days / 365.25
    assert 9.99 < years < 10.01
    certificate.verify_directly_issued_by(certificate)


def test_a_name_longer_than_a_certificate_takes_is_cut() -> None:
    assert common_name(self_signed("a" * 200, now=NOW).certificate) == "a" * 64


@pytest.mark.parametrize("name", ["idp", "us"])
def test_a_certificate_is_read_however_it_was_copied(name: str) -> None:
    certificate = pair(name).certificate
    text, alone = pem(certificate), bare(certificate)
    assert "BEGIN" not in alone
    forms = [
        text,
        text.replace("\n", "\r\n"),
        f"  Bag Attributes\n    friendlyName: idp\n{text}\n\n",
        alone,
        textwrap.fill(alone, 64),
        textwrap.indent(textwrap.fill(alone, 76), "        "),
        text.replace("BEGIN CERTIFICATE", "BEGIN X509 CERTIFICATE").replace(
            "END CERTIFICATE", "END X509 CERTIFICATE"
        ),
        f"-----BEGIN CERTIFICATE-----{alone}-----END CERTIFICATE-----",
    ]
    assert [read_certificate(form) for form in forms] == [certificate] * len(forms)


def test_several_are_read_where_several_may_be_each_once() -> None:
    first, second = pair("idp").certificate, pair("us").certificate
    text = pem(first) + pem(second) + pem(first)
    assert read_certificates(text) == (first, second)
    with pytest.raises(errors.SeveralCertificates):
        read_certificate(text)


def test_the_same_one_twice_is_one() -> None:
    text = pem(pair("idp").certificate)
    assert read_certificate(text + text) == pair("idp").certificate


_KEY = private_pem(pair("us").private_key)
_LOCKED = (
    pair("us")
    .private_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"secret"),
    )
    .decode()
)
_OLD_LOCKED = (
    pair("us")
    .private_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.BestAvailableEncryption(b"secret"),
    )
    .decode()
)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", errors.NoCertificateGiven),
        (" \n", errors.NoCertificateGiven),
        ("certificate", errors.BadCertificate),
        ("ZÜRICH", errors.BadCertificate),
        ("YWJjZGVm", errors.BadCertificate),
        (pem(pair("us").certificate)[:-40], errors.BadCertificate),
        (bare(pair("us").certificate)[:400], errors.BadCertificate),
        ("A" * 200_000, errors.BadCertificate),
        (_KEY, errors.KeyInsteadOfCertificate),
        (_LOCKED, errors.KeyInsteadOfCertificate),
        (pem(pair("us").certificate) + _KEY, errors.KeyInsteadOfCertificate),
        ("-----BEGIN PUBLIC KEY-----YQ==-----END PUBLIC KEY-----", errors.NoCertificateGiven),
        (_certificate(rsa.generate_private_key(65537, 1024)), errors.WeakKey),
        (_certificate(ec.generate_private_key(ec.SECP192R1())), errors.WeakKey),
        (_certificate(ec.generate_private_key(ec.SECP256K1())), errors.UnknownKey),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.__name__,
)
def test_what_cannot_be_used_is_refused_with_its_reason(
    text: str, error: type[errors.BadCertificate]
) -> None:
    with pytest.raises(errors.BadCertificate) as refused:
        read_certificate(text)
    assert refused.type is error
    assert refused.value.message.endswith(".")
    assert refused.value.hint


def test_keys_of_other_kinds_are_refused() -> None:
    for key in (dsa.generate_private_key(2048), ed25519.Ed25519PrivateKey.generate()):
        builder = x509.CertificateBuilder(
            _NAME, _NAME, key.public_key(), 1, NOW, NOW + timedelta(days=1)
        )
        signer = ec.generate_private_key(ec.SECP256R1())
        with pytest.raises(errors.UnknownKey):
            read_certificate(pem(builder.sign(signer, hashes.SHA256())))


@pytest.mark.parametrize("size", [256, 384, 521])
def test_the_usual_curves_are_good_enough(size: int) -> None:
    curve = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[size]
    key = ec.generate_private_key(curve)
    assert read_certificate(_certificate(key)).public_key() == key.public_key()


def test_a_pair_is_read_in_the_forms_that_tools_write() -> None:
    us = pair("us")
    older = us.private_key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()
    alone = "".join(_KEY.splitlines()[1:-1])
    for text in (_KEY, older, f"\n {_KEY}", alone):
        read = read_pair(bare(us.certificate), text)
        assert read.certificate == us.certificate
        assert read.private_key.private_numbers() == us.private_key.private_numbers()


@pytest.mark.parametrize(
    ("key", "error"),
    [
        (private_pem(pair("idp").private_key), errors.BadPair),
        ("", errors.BadKey),
        ("no key", errors.BadKey),
        (pem(pair("us").certificate), errors.BadKey),
        (_KEY[:500] + "-----END PRIVATE KEY-----", errors.BadKey),
        (_LOCKED, errors.LockedKey),
        (_OLD_LOCKED, errors.LockedKey),
        (private_pem(rsa.generate_private_key(65537, 1024)), errors.NotRsa),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.__name__,
)
def test_a_pair_that_is_none_is_refused_with_its_reason(
    key: str, error: type[errors.BadCertificate]
) -> None:
    with pytest.raises(errors.BadCertificate) as refused:
        read_pair(pem(pair("us").certificate), key)
    assert refused.type is error


def test_the_key_on_a_curve_cannot_be_ours() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    with pytest.raises(errors.NotRsa):
        read_pair(_certificate(key), text)


def test_no_refusal_repeats_a_letter_of_a_private_key() -> None:
    for text in (_KEY[:800], _LOCKED):
        with pytest.raises(errors.BadCertificate) as refused:
            read_pair(pem(pair("us").certificate), text)
        said = f"{refused.value} {refused.value.hint}"
        assert not any(line in said for line in text.splitlines() if len(line) > 20)


def test_a_fingerprint_is_written_as_people_compare_it() -> None:
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint(pair("us").certificate))


def test_without_a_common_name_the_subject_stands_for_it() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Town")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + timedelta(1))
    assert common_name(builder.sign(key, hashes.SHA256())) == "O=Town"


_DER = pair("idp").certificate.public_bytes(serialization.Encoding.DER)


@given(
    st.one_of(
        st.text(max_size=200),
        st.binary(max_size=200).map(lambda raw: f"-----BEGIN CERTIFICATE-----{raw.hex()}"),
        st.tuples(st.integers(0, len(_DER) - 1), st.integers(0, 255)).map(
            lambda change: _DER[: change[0]] + bytes([change[1]]) + _DER[change[0] + 1 :]
        ),
    )
)
def test_whatever_is_pasted_it_is_a_certificate_or_a_refusal(given: str | bytes) -> None:
    text = given if isinstance(given, str) else b64encode(given).decode()
    try:
        read = read_certificates(text)
    except errors.BadCertificate:
        return
    assert all(one.public_key() for one in read)
