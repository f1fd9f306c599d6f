"""A portal and an identity provider are told of each other, by the metadata of both."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from stellwerk.sso.configuration import Attributes, Configuration, Provider, Signing
from stellwerk.sso.saml.certificates import pem
from stellwerk.sso.saml.idp_metadata import read_metadata
from stellwerk.sso.saml.names import Binding, NameIdFormat
from tests.servers.identity_provider import IdentityProvider
from tests.servers.portal import Portal

_ATTRIBUTES = Attributes(login="uid", role="memberOf", roles={"staff": "auditor"})


def introduce(
    portal: Portal, idp: IdentityProvider, *, signing: Signing | None = None, **changes: Any
) -> Configuration:
    """Connect the two and switch single sign-on on; nobody has come so before."""
    wanted = Configuration(
        provider=provider(idp.metadata()),
        signing=signing or Signing(sign_authn_requests=True),
        attributes=_ATTRIBUTES,
        name_id_format=NameIdFormat.PERSISTENT,
    )
    wanted = replace(wanted, **changes)
    portal.do("connect", wanted.to_document())
    idp.configure(sp_metadata=portal.metadata())
    return wanted


def provider(metadata: str, binding: Binding = Binding.REDIRECT) -> Provider:
    """What metadata says of an identity provider, as the portal keeps it."""
    (found,) = read_metadata(metadata.encode(), now=datetime.now(UTC))
    sso, slo = (
        next(one for one in endpoints if one.binding is binding)
        for endpoints in (found.sso, found.slo)
    )
    return Provider(
        entity_id=found.entity_id,
        sso_address=sso.address,
        sso_binding=binding,
        slo_address=slo.address,
        slo_binding=binding,
        slo_answers=slo.answers,
        certificates=tuple(pem(one) for one in found.certificates),
    )
