"""Keys and certificates, each made once per process."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

START = datetime(2020, 1, 1, tzinfo=UTC)
END = datetime(2040, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate."""

    key: Private
    certificate: x509.Certificate

    @property
    def rsa(self) -> rsa.RSAPrivateKey:
        """The key, which is an RSA key."""
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return self.key

    @property
    def key_pem(self) -> bytes:
        """The private key as PEM."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@cache
def rsa_pair(name: str, size: int = 2048, end: datetime = END) -> Pair:
    """An RSA pair; the same name is always the same pair."""
    return _certified(rsa.generate_private_key(65537, size), name, end)


@cache
def ec_pair(name: str, curve: type[ec.EllipticCurve] = ec.SECP256R1) -> Pair:
    """A pair on an elliptic curve."""
    return _certified(ec.generate_private_key(curve()), name, END)


def certificate_for(key: Private, name: str, end: datetime) -> x509.Certificate:
    """Another certificate for the same key."""
    return _certified(key, name, end).certificate


def _certified(key: Private, name: str, end: datetime) -> Pair:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    return Pair(key, certificate)
