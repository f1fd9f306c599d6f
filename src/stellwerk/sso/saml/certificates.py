"""Certificates and keys as people paste them, and those that the portal makes itself."""

import base64
import binascii
import re
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from stellwerk.sso.saml import errors
from stellwerk.sso.saml.settings import KeyPair

SMALLEST_RSA = 2048
OWN_RSA = 3072
LONGEST = 100_000
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.S)
_LONGEST_NAME = 64


def self_signed(common_name: str, *, now: datetime, years: int = 10) -> KeyPair:
    """A new RSA key with a certificate that nobody but itself vouches for, as SAML expects."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=OWN_RSA)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_LONGEST_NAME])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * years + years // 4))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return KeyPair(certificate, key)


def read_certificate(text: str) -> x509.Certificate:
    """One certificate, PEM or bare base64. Raises BadCertificate with the reason."""
    found = read_certificates(text)
    if len(found) > 1:
        raise errors.SeveralCertificates
    return found[0]


def read_certificates(text: str) -> tuple[x509.Certificate, ...]:
    """All certificates of a text, each once, in order. Raises BadCertificate with the reason."""
    if not text.strip():
        raise errors.NoCertificateGiven
    if len(text) > LONGEST:
        raise errors.BadCertificate
    blocks = _PEM.findall(text)
    if any("PRIVATE KEY" in kind for kind, _ in blocks):
        raise errors.KeyInsteadOfCertificate
    bodies = [body for kind, body in blocks if kind in {"CERTIFICATE", "X509 CERTIFICATE"}]
    if blocks and not bodies:
        raise errors.NoCertificateGiven
    return tuple(dict.fromkeys(from_der(_base64(body)) for body in bodies or [text]))


def from_der(der: bytes) -> x509.Certificate:
    """A certificate whose key is good enough to trust."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
        certificate.not_valid_after_utc  # noqa: B018 - some only fail when they are read
    except Exception as unreadable:
        raise errors.BadCertificate from unreadable
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < SMALLEST_RSA:
            raise errors.WeakKey
    elif not isinstance(key, ec.EllipticCurvePublicKey):
        raise errors.UnknownKey
    elif key.curve.key_size < 256:
        raise errors.WeakKey
    elif key.curve.name not in _CURVES:
        raise errors.UnknownKey
    return certificate


def read_pair(certificate: str, private_key: str) -> KeyPair:
    """A certificate with the private key that belongs to it. Raises BadCertificate."""
    read = read_certificate(certificate)
    key = _private(private_key)
    if read.public_key() != key.public_key():
        raise errors.BadPair
    return KeyPair(read, key)


def pem(certificate: x509.Certificate) -> str:
    """As people copy it, and as the settings keep it."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def private_pem(key: rsa.RSAPrivateKey) -> str:
    """The key in the clear: only for what is sealed at once."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def bare(certificate: x509.Certificate) -> str:
    """Base64 without the lines around it, as metadata holds it."""
    return base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256, as people compare it: pairs of letters with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def common_name(certificate: x509.Certificate) -> str:
    """Who it is made out to; the whole subject where there is no common name."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _private(text: str) -> rsa.RSAPrivateKey:
    found = _PEM.search(text[:LONGEST])
    if found and "ENCRYPTED" in found.group(0)[:200]:
        raise errors.LockedKey
    try:
        key = (
            serialization.load_pem_private_key(found.group(0).encode("ascii"), None)
            if found
            else serialization.load_der_private_key(_base64(text), None)
        )
    except TypeError as locked:
        raise errors.LockedKey from locked
    except Exception as unreadable:
        raise errors.BadKey from unreadable
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < SMALLEST_RSA:
        raise errors.NotRsa
    return key


def _base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(re.sub(r"\s", "", text).encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError) as odd:
        raise errors.BadCertificate from odd
