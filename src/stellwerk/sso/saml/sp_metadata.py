"""What an identity provider must know of us (saml-metadata-2.0, 2.4.4)."""

from cryptography.x509 import Certificate
from lxml import etree

from stellwerk.sso.saml.certificates import bare
from stellwerk.sso.saml.elements import child, root
from stellwerk.sso.saml.names import DS, METADATA, SAMLP, Binding, EncryptionAlgorithm
from stellwerk.sso.saml.settings import Settings

MIME_TYPE = "application/samlmetadata+xml"
OAEP = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"


def sp_metadata(settings: Settings) -> bytes:
    """The metadata as a document. The same settings give the same bytes, always."""
    sp, policy = settings.sp, settings.policy
    document = root(METADATA, "EntityDescriptor", {"entityID": sp.entity_id}, DS)
    role = child(
        document,
        METADATA,
        "SPSSODescriptor",
        AuthnRequestsSigned=_boolean(policy.sign_authn_requests),
        WantAssertionsSigned=_boolean(not policy.response_signature_suffices),
        protocolSupportEnumeration=SAMLP,
    )
    for certificate in _for_signing(settings):
        _key(role, certificate, "signing")
    if sp.decryption:
        key = _key(role, sp.decryption[0].certificate, "encryption")
        for algorithm in (one for one in EncryptionAlgorithm if one in policy.encryption):
            child(key, METADATA, "EncryptionMethod", Algorithm=algorithm.value)
        child(key, METADATA, "EncryptionMethod", Algorithm=OAEP)
    for binding in (Binding.REDIRECT, Binding.POST):
        child(role, METADATA, "SingleLogoutService", Binding=binding.value, Location=sp.slo)
    child(role, METADATA, "NameIDFormat", policy.name_id_format.value)
    child(
        role,
        METADATA,
        "AssertionConsumerService",
        Binding=Binding.POST.value,
        Location=sp.acs,
        index="0",
        isDefault="true",
    )
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _for_signing(settings: Settings) -> tuple[Certificate, ...]:
    """Those that are published; the one in use alone where nothing else is said."""
    if settings.sp.published or not settings.sp.signing:
        return tuple(dict.fromkeys(settings.sp.published))
    return (settings.sp.signing.certificate,)


def _key(role: etree._Element, certificate: Certificate, use: str) -> etree._Element:
    key = child(role, METADATA, "KeyDescriptor", use=use)
    data = child(child(key, DS, "KeyInfo"), DS, "X509Data")
    child(data, DS, "X509Certificate", bare(certificate))
    return key


def _boolean(value: bool) -> str:
    return "true" if value else "false"
