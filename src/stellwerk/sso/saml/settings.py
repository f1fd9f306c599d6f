"""What the core must know of both sides. Everything is passed in; nothing is looked up."""

from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509 import Certificate

from stellwerk.sso.saml.names import (
    Binding,
    EncryptionAlgorithm,
    NameIdFormat,
    SignatureAlgorithm,
)

MAX_CERTIFICATES = 4
MAX_SKEW = timedelta(seconds=120)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where messages of one kind are sent, and how. `answers` is where responses go, if not there
    (ResponseLocation).
    """

    address: str
    binding: Binding
    answers: str = ""


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """The other side. Only these keys are trusted, whatever a message says of keys.

    `certificates` are current and next, MAX_CERTIFICATES at most; their own dates only warn.
    """

    entity_id: str
    sso: Endpoint
    slo: Endpoint | None
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A key of ours with its certificate."""

    certificate: Certificate
    private_key: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class ServiceProvider:
    """Us, under the portal's configured address.

    `signing` signs what we send. `decryption` are all keys that may open what is sent to us, the
    published one first. `published` are the certificates for signing in the metadata, next ones
    included.
    """

    entity_id: str
    acs: str
    slo: str
    signing: KeyPair | None = None
    decryption: tuple[KeyPair, ...] = ()
    published: tuple[Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What is signed, what must be signed, and what is accepted.

    A signature that is there is always verified; the `verify` switches say whether one must be
    there. An authentication response is never accepted without one: the assertion itself must be
    signed, unless `response_signature_suffices`. With `verify_responses` the Response must be
    signed too. CBC algorithms in `encryption` count only inside a verified Response. An attribute
    may come in several pieces of one name, as Keycloak sends roles, only with `join_attributes`.
    """

    sign_authn_requests: bool = False
    sign_logout_requests: bool = True
    sign_logout_responses: bool = True
    signature_algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA256
    verify_responses: bool = False
    response_signature_suffices: bool = False
    verify_logout_requests: bool = True
    verify_logout_responses: bool = True
    allow_sha1: bool = False
    want_assertions_encrypted: bool = False
    encryption: frozenset[EncryptionAlgorithm] = frozenset(EncryptionAlgorithm)
    allow_unsolicited: bool = False
    name_id_format: NameIdFormat = NameIdFormat.TRANSIENT
    authn_context: tuple[str, ...] = ()
    force_authn: bool = False
    join_attributes: bool = False
    skew: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Settings:
    """One connection: an identity provider, us, and the rules between the two."""

    idp: IdentityProvider
    sp: ServiceProvider
    policy: Policy = field(default_factory=Policy)
