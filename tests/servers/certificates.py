"""Certificates for test servers: an authority and what it signs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority; `file` holds its certificate as PEM."""

    file: Path
    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    def issue(
        self,
        folder: Path,
        hosts: tuple[str, ...] = ("localhost", "127.0.0.1"),
        valid_until: datetime | None = None,
    ) -> tuple[Path, Path]:
        """Write a server certificate and its key into `folder`; return both files."""
        key = ec.generate_private_key(ec.SECP256R1())
        until = valid_until or datetime.now(UTC) + timedelta(days=30)
        names = [_name(host) for host in hosts]
        built = _builder(_subject(hosts[0]), self.name, key, until).add_extension(
            x509.SubjectAlternativeName(names), critical=False
        )
        certificate = built.sign(self.key, SHA256())
        files = folder / "server.pem", folder / "server.key"
        files[0].write_bytes(certificate.public_bytes(Encoding.PEM))
        files[1].write_bytes(_private(key))
        return files


def make_authority(folder: Path, name: str = "Test CA") -> Authority:
    """Make a new authority and write its certificate to ``ca.pem`` in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(name)
    until = datetime.now(UTC) + timedelta(days=3650)
    certificate = (
        _builder(subject, subject, key, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    file = folder / "ca.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return Authority(file, subject, key)


def self_signed(
    name: str, key: rsa.RSAPrivateKey, valid_until: datetime | None = None
) -> x509.Certificate:
    """Return a certificate that a key gives itself, as SAML metadata has them."""
    until = valid_until or datetime.now(UTC) + timedelta(days=3650)
    return _builder(_subject(name), _subject(name), key, until).sign(key, SHA256())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(datetime.now(UTC), until) - timedelta(days=1))
        .not_valid_after(until)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
