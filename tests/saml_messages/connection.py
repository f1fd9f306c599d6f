"""One connection between the test's identity provider and us, and what the core is to remember."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.settings import (
    Endpoint,
    IdentityProvider,
    KeyPair,
    Policy,
    ServiceProvider,
    Settings,
)
from tests.saml_messages.building import ACS, IDP, NOW, REQUEST, SLO, SP
from tests.saml_messages.keys import Pair, rsa_pair


@dataclass
class Remembered:
    """Both stores, in memory."""

    open: dict[str, datetime] = field(default_factory=lambda: {REQUEST: NOW})
    believed: set[tuple[str, str]] = field(default_factory=set)

    def is_open(self, request_id: str) -> bool:
        """See Pending."""
        return request_id in self.open

    def sent_at(self, request_id: str) -> datetime:
        """See Pending."""
        return self.open[request_id]

    def consume(self, request_id: str) -> bool:
        """See Pending."""
        return self.open.pop(request_id, None) is not None

    def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
        """See Replay."""
        known = (issuer, message_id) in self.believed
        self.believed.add((issuer, message_id))
        return not known and until > NOW


def idp_pair() -> Pair:
    """What the identity provider signs with."""
    return rsa_pair("idp")


def sp_pair() -> Pair:
    """What is encrypted to us with."""
    return rsa_pair("sp")


def settings(*pairs: Pair, **policy: Any) -> Settings:
    """A connection that trusts these pairs' certificates, else that of `idp_pair`."""
    trusted = tuple(pair.certificate for pair in pairs or (idp_pair(),))
    own = KeyPair(sp_pair().certificate, sp_pair().rsa)
    return Settings(
        idp=IdentityProvider(
            IDP,
            Endpoint("https://idp.example.org/sso", Binding.REDIRECT),
            Endpoint("https://idp.example.org/slo", Binding.REDIRECT),
            trusted,
        ),
        sp=ServiceProvider(SP, ACS, SLO, signing=own, decryption=(own,)),
        policy=Policy(**policy),
    )


def posted(root: etree._Element | bytes) -> str:
    """A message as the value of a form field."""
    if not isinstance(root, bytes):
        root = etree.tostring(root, encoding="unicode").encode("utf-8")
    return base64.b64encode(root).decode("ascii")


def believe(
    root: etree._Element | bytes | str,
    connection: Settings | None = None,
    *,
    now: datetime = NOW,
    stores: Any = None,
) -> Identity | Refusal:
    """Give a Response to the core."""
    stores = stores or Remembered()
    message = root if isinstance(root, str) else posted(root)
    return validate(
        message, Binding.POST, connection or settings(), now, pending=stores, replay=stores
    )


def identity(result: Identity | Refusal) -> Identity:
    """Who it is; fails for a refusal."""
    assert isinstance(result, Identity), result
    return result


def code(result: Identity | Refusal) -> Code:
    """Why not; fails for an identity."""
    assert isinstance(result, Refusal), result
    return result.code
