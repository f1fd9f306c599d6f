"""What tests want of an identity provider: whom it knows, how it signs, encrypts and names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from stellwerk.sso.saml.names import EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm
from tests.servers.certificates import self_signed

FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person that the identity provider knows."""

    login: str
    password: str
    attributes: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How it answers. `key` is the one of its two keys that it signs with.

    `cipher` None: assertions are sent in the clear. `name_id` None: as the service provider asks,
    or its metadata says. `clock` is by how many seconds its own clock
    is wrong.
    """

    sign_response: bool = True
    sign_assertion: bool = True
    signature: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA256
    cipher: EncryptionAlgorithm | None = None
    name_id: NameIdFormat | None = None
    key: str = FIRST
    published: tuple[str, ...] = (FIRST,)
    clock: int = 0


ALICE = Somebody(
    "alice",
    "alice",
    {
        "uid": ["alice"],
        "mail": ["alice@example.org"],
        "givenName": ["Alice"],
        "sn": ["Äpfelböck"],
        "title": ["Dr."],
        "l": ["Köln"],
        "mobile": ["+49 221 123456"],
        "memberOf": ["staff", "R&D + more = 100 % ?"],
    },
)
BOB = Somebody(
    "bob",
    "bob",
    {
        "uid": ["bob"],
        "mail": ["bob@example.org"],
        "givenName": ["Bob"],
        "sn": ["Baumeister"],
        "memberOf": ["staff"],
    },
)


class IdentityProvider(Protocol):
    """What all of them can do. Nothing of it needs a restart that the caller would notice."""

    host: str
    url: str
    entity_id: str
    ca_file: Path

    def stop(self) -> None:
        """Stop it with all its processes; does nothing if it does not run."""

    def metadata(self) -> str:
        """Its metadata, as it serves it at the moment."""

    def configure(
        self,
        manners: Manners | None = None,
        *,
        sp_metadata: str | None = None,
        people: Sequence[Somebody] | None = None,
    ) -> None:
        """Change what is given, from the next request on."""

    def sign_in_there(self, sp_entity_id: str, relay_state: str = "") -> str:
        """The address where a sign-in starts that nobody asked for."""

    def sign_out_there(self) -> str:
        """The address that signs out there, and with it everywhere."""


def write_keys(folder: Path) -> None:
    """Write the two RSA keys an identity provider signs with: first.key, first.pem and so on."""
    for name in (FIRST, SECOND):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = self_signed(f"{name} key", key).public_bytes(Encoding.PEM)
        (folder / f"{name}.pem").write_bytes(pem)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        (folder / f"{name}.key").write_bytes(private)
