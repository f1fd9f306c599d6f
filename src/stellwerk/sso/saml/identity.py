"""What comes out of a message that was believed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Notice(StrEnum):
    """What was accepted and an administrator should hear of all the same."""

    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NOT_YET_VALID = "certificate-not-yet-valid"
    SHA1 = "sha1"


@dataclass(frozen=True, slots=True)
class NameId:
    """Who somebody is to the identity provider (saml-core-2.0, 2.2.3)."""

    value: str
    format: str = ""
    name_qualifier: str = ""
    sp_name_qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its Name, its FriendlyName ("" without one), and its values in order."""

    name: str
    friendly_name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, as an authentication response says that was believed.

    `in_response_to` is "" for one that nobody asked for. `signed` are the canonical bytes that a
    verified signature covers and all of this was read from, with what was decrypted inside them.
    """

    issuer: str
    name_id: NameId
    session_index: str
    session_until: datetime | None
    authn_instant: datetime
    authn_context: str
    attributes: tuple[Attribute, ...]
    response_id: str
    assertion_id: str
    in_response_to: str
    signed: bytes = field(repr=False, default=b"")
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """The identity provider ends sessions: those of `session_indexes`, or all where it is empty."""

    id: str
    issuer: str
    name_id: NameId
    session_indexes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogoutResponse:
    """The identity provider's answer to a logout of ours. `partial`: some other service failed."""

    id: str
    issuer: str
    in_response_to: str
    success: bool
    partial: bool
