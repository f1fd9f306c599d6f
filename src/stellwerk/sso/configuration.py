"""What an administrator sets for single sign-on, as it is kept: plain values, no keys of ours.

Pure. `to_document` and `from_document` carry it through a JSON column; a document of an earlier
version opens with today's defaults for what it lacks.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from stellwerk.sso.saml.names import Binding, EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm

DEFAULT_LABEL = "Single Sign-on"
LONGEST_LABEL = 100


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider. `certificates` are PEM; `metadata_address` is read again by itself,
    from a private network only with `metadata_private`, and with the authority of one's own in
    `metadata_ca` (a file). `product` is what it is made by, for the words of the guide.
    """

    entity_id: str = ""
    sso_address: str = ""
    sso_binding: Binding = Binding.REDIRECT
    slo_address: str = ""
    slo_binding: Binding = Binding.REDIRECT
    slo_answers: str = ""
    certificates: tuple[str, ...] = ()
    metadata_address: str = ""
    metadata_private: bool = False
    metadata_ca: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """Which messages are signed and verified, and how; see `saml.settings.Policy`."""

    sign_authn_requests: bool = False
    sign_logout_requests: bool = True
    sign_logout_responses: bool = True
    algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA256
    verify_responses: bool = False
    response_signature_suffices: bool = False
    verify_logout_requests: bool = True
    verify_logout_responses: bool = True
    allow_sha1: bool = False
    want_assertions_encrypted: bool = False
    encryption: tuple[EncryptionAlgorithm, ...] = tuple(EncryptionAlgorithm)


@dataclass(frozen=True, slots=True)
class Attributes:
    """Name or FriendlyName of the attribute that each field is taken from; "" for none.

    `identifier` names a unique one: mandatory where the NameID is transient. `roles` says which
    value of `role` gives which role (never owner).
    """

    first_name: str = "givenName"
    last_name: str = "sn"
    mail: str = "mail"
    title: str = "title"
    location: str = "l"
    phone: str = "mobile"
    language: str = ""
    photo: str = ""
    groups: str = ""
    role: str = ""
    identifier: str = ""
    login: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything of one portal's single sign-on but the switch and our keys.

    `sp_entity_id` is "" for the portal's own `/sso/metadata`. `trusted_domains` are the mail
    domains whose people may be linked to an account that is already there. `join_attributes`
    takes an attribute that comes in several pieces of one name.
    """

    provider: Provider = field(default_factory=Provider)
    signing: Signing = field(default_factory=Signing)
    attributes: Attributes = field(default_factory=Attributes)
    name_id_format: NameIdFormat = NameIdFormat.TRANSIENT
    sp_entity_id: str = ""
    label: str = DEFAULT_LABEL
    hide_login_page: bool = False
    allow_unsolicited: bool = False
    trusted_domains: tuple[str, ...] = ()
    authn_context: tuple[str, ...] = ()
    skew_seconds: int = 60
    join_attributes: bool = False

    def to_document(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def from_document(document: Mapping[str, Any]) -> Configuration:
    """Read what `to_document` made; unknown keys are left out, missing ones have their default.

    Raises ValueError for a value that no version ever wrote.
    """
    return Configuration(
        provider=Provider(**_known(Provider, document.get("provider", {}))),
        signing=Signing(**_known(Signing, document.get("signing", {}))),
        attributes=Attributes(**_known(Attributes, document.get("attributes", {}))),
        **_known(Configuration, document, but=("provider", "signing", "attributes")),
    )


_ENUMS: dict[str, type[Binding | NameIdFormat | SignatureAlgorithm]] = {
    "sso_binding": Binding,
    "slo_binding": Binding,
    "algorithm": SignatureAlgorithm,
    "name_id_format": NameIdFormat,
}
_TUPLES = {"certificates", "trusted_domains", "authn_context"}


def _known(
    kind: type[Provider | Signing | Attributes | Configuration],
    document: Mapping[str, Any],
    but: tuple[str, ...] = (),
) -> dict[str, Any]:
    return {
        name: _value(name, document[name])
        for name in kind.__dataclass_fields__
        if name in document and name not in but
    }


def _value(name: str, value: Any) -> Any:
    if name == "encryption":
        return tuple(EncryptionAlgorithm(one) for one in value)
    if name in _ENUMS:
        return _ENUMS[name](value)
    return tuple(value) if name in _TUPLES else value
