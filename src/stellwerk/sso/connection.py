"""From what is kept of a portal's single sign-on to what the core asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import Certificate
from django.urls import reverse

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import say
from stellwerk.portals.models import Portal
from stellwerk.sso import keys
from stellwerk.sso.configuration import Configuration, Provider, Signing, from_document
from stellwerk.sso.models import Key, SignOn
from stellwerk.sso.saml.certificates import read_certificate
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.settings import (
    MAX_CERTIFICATES,
    MAX_SKEW,
    Endpoint,
    IdentityProvider,
    Policy,
    ServiceProvider,
    Settings,
)


class NotReady(StellwerkError):
    """Single sign-on is not set up so far that somebody could sign in with it."""

    code = "sso.not_ready"
    hint = "Complete it on the page of single sign-on."


@dataclass(frozen=True, slots=True)
class Addresses:
    """Our own addresses, made of the portal's configured one, whatever a request says."""

    base: str
    metadata: str
    acs: str
    slo: str


def addresses(portal: Portal) -> Addresses:
    """Where an identity provider finds us. Raises NotReady where the portal has no address."""
    parts = urlsplit(portal.address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise NotReady(say("The portal has no address that people reach it under."))
    base = f"{parts.scheme}://{parts.netloc}"
    names = ("sso-metadata", "sso-acs", "sso-callback")
    return Addresses(base, *(base + reverse(name) for name in names))


def sign_on_of(portal: Portal) -> SignOn | None:
    """What is kept of a portal's single sign-on, if anything."""
    return SignOn.objects.filter(portal=portal).first()


def configuration_of(row: SignOn | None) -> Configuration:
    """What is set, the defaults where nothing was ever saved."""
    return from_document(row.document) if row is not None else Configuration()


def settings_of(
    portal: Portal, configuration: Configuration | None = None, *, force_authn: bool = False
) -> Settings:
    """Everything the core asks for, of what is kept, or of a configuration that is not.

    Raises NotReady, BadCertificate.
    """
    given = configuration or configuration_of(sign_on_of(portal))
    sp = service_provider(portal, given)
    return Settings(_provider(given.provider), sp, _policy(given, force_authn=force_authn))


def our_side(portal: Portal) -> Settings:
    """What our metadata is made of, whether or not there is an identity provider yet.

    Raises NotReady, BadCertificate.
    """
    given = configuration_of(sign_on_of(portal))
    nobody = IdentityProvider("", Endpoint("", Binding.REDIRECT), None, ())
    return Settings(nobody, service_provider(portal, given), _policy(given, force_authn=False))


def service_provider(portal: Portal, configuration: Configuration) -> ServiceProvider:
    """Us. Raises NotReady, BadCertificate."""
    here, rows = addresses(portal), keys.keys_of(portal)
    signing = keys.for_use(rows, Key.Use.SIGNING)
    published = [row for row in signing if row.slot != Key.Slot.RETIRED]
    active = [row for row in published if row.slot == Key.Slot.ACTIVE]
    return ServiceProvider(
        configuration.sp_entity_id or here.metadata,
        here.acs,
        here.slo,
        signing=keys.opened(active[0]) if active else None,
        decryption=tuple(keys.opened(row) for row in keys.for_use(rows, Key.Use.ENCRYPTION)),
        published=tuple(certificate(row.certificate) for row in published),
    )


@lru_cache(maxsize=64)
def certificate(text: str) -> Certificate:
    """A certificate in PEM. Raises BadCertificate."""
    return read_certificate(text)


def _provider(given: Provider) -> IdentityProvider:
    slo = Endpoint(given.slo_address, given.slo_binding, given.slo_answers)
    return IdentityProvider(
        given.entity_id,
        Endpoint(given.sso_address, given.sso_binding),
        slo if given.slo_address else None,
        tuple(certificate(text) for text in given.certificates[:MAX_CERTIFICATES]),
    )


def _policy(given: Configuration, *, force_authn: bool) -> Policy:
    return Policy(
        **_switches(given.signing),
        signature_algorithm=given.signing.algorithm,
        encryption=frozenset(given.signing.encryption),
        allow_unsolicited=given.allow_unsolicited,
        name_id_format=given.name_id_format,
        authn_context=given.authn_context,
        force_authn=force_authn,
        join_attributes=given.join_attributes,
        skew=skew_of(given),
    )


def skew_of(given: Configuration) -> timedelta:
    """How far the identity provider's clock may be from ours."""
    return min(timedelta(seconds=max(given.skew_seconds, 0)), MAX_SKEW)


def _switches(given: Signing) -> Mapping[str, Any]:
    """The switches, which both call the same."""
    return {
        name: getattr(given, name)
        for name in Signing.__dataclass_fields__
        if name not in {"algorithm", "encryption"}
    }
