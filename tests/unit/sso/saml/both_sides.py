"""An identity provider and us, with keys of their own, and what witnesses say of a document."""

from base64 import b64decode
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import onelogin.saml2
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from lxml import etree

from stellwerk.sso.saml.certificates import self_signed
from stellwerk.sso.saml.names import DS, Binding
from stellwerk.sso.saml.settings import (
    Endpoint,
    IdentityProvider,
    KeyPair,
    Policy,
    ServiceProvider,
    Settings,
)

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
IDP = "https://idp.example.org/saml"
PORTAL = "https://portal.example.org/sso"
SCHEMAS = Path(onelogin.saml2.__file__).parent / "schemas"


@cache
def pair(name: str) -> KeyPair:
    """The key of that name: made once in a test run."""
    return self_signed(name, now=NOW)


def both(
    *,
    sso: Endpoint | None = None,
    slo: Endpoint | None = None,
    signing: KeyPair | None = None,
    decryption: tuple[KeyPair, ...] = (),
    published: tuple[Certificate, ...] = (),
    **policy: Any,
) -> Settings:
    """A connection that signs with the key "us", unless another is given."""
    idp = IdentityProvider(
        entity_id=IDP,
        sso=sso or Endpoint(f"{IDP}/sso", Binding.REDIRECT),
        slo=slo or Endpoint(f"{IDP}/slo", Binding.REDIRECT, answers=f"{IDP}/slo/answers"),
        certificates=(pair("idp").certificate,),
    )
    sp = ServiceProvider(
        entity_id=f"{PORTAL}/metadata",
        acs=f"{PORTAL}/acs",
        slo=f"{PORTAL}/slo/callback",
        signing=signing or pair("us"),
        decryption=decryption,
        published=published,
    )
    return Settings(idp=idp, sp=sp, policy=Policy(**policy))


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"saml-schema-{name}-2.0.xsd"))


def against_schema(document: etree._Element, name: str = "protocol") -> list[str]:
    """What the standard's own schema has against it."""
    schema = _schema(name)
    schema.validate(etree.fromstring(etree.tostring(document)))
    return [str(one.message) for one in schema.error_log]


def xmlsec_believes(posted: bytes, certificate: Certificate) -> bool:
    """Whether python-xmlsec, told this key alone, verifies the document's signature."""
    document = etree.fromstring(posted)
    xmlsec.tree.add_ids(document, ["ID"])
    signature = document.find(f"{{{DS}}}Signature")
    if signature is None:
        return False
    try:
        _witness(certificate).verify(signature)
    except xmlsec.Error:
        return False
    return True


def xmlsec_believes_text(
    text: bytes, signature: bytes, algorithm: str, certificate: Certificate
) -> bool:
    """Whether python-xmlsec, told this key alone, verifies a signature over plain bytes."""
    name = algorithm.rpartition("#")[2].title().replace("-", "")
    transform = getattr(xmlsec.constants, f"Transform{name}")
    try:
        _witness(certificate).verify_binary(text, transform, signature)
    except xmlsec.Error:
        return False
    return True


def _witness(certificate: Certificate) -> Any:
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        certificate.public_bytes(Encoding.PEM), xmlsec.constants.KeyDataFormatCertPem
    )
    return context


def posted(fields: dict[str, str]) -> bytes:
    """The document in a form's field."""
    return b64decode(fields.get("SAMLRequest") or fields["SAMLResponse"], validate=True)
