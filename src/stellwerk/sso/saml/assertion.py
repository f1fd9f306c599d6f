"""An assertion whose bytes are believed: every check that it has to pass, and what it then says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from stellwerk.sso.saml.attributes import ATTRIBUTE, ENCRYPTED_ATTRIBUTE, attributes
from stellwerk.sso.saml.authentication import Authentication, authentication
from stellwerk.sso.saml.conditions import check_conditions
from stellwerk.sso.saml.identity import Attribute, NameId
from stellwerk.sso.saml.message import check_issued, issuer_of, signature_at
from stellwerk.sso.saml.names import SAML
from stellwerk.sso.saml.reading import Children, attribute, required_instant
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import Settings
from stellwerk.sso.saml.subject import ENCRYPTED_ID, NAME_ID, name_id_of, subject

ASSERTION = f"{{{SAML}}}Assertion"
_AUTHN = f"{{{SAML}}}AuthnStatement"
_ATTRIBUTES = f"{{{SAML}}}AttributeStatement"
_AUTHZ = f"{{{SAML}}}AuthzDecisionStatement"
_MOST_ENCRYPTED = 20

Open = Callable[[etree._Element], etree._Element]
"""Decrypts EncryptedID and EncryptedAttribute."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an assertion says, and until when it could be shown again."""

    id: str
    name_id: NameId
    authentication: Authentication
    attributes: tuple[Attribute, ...]
    until: datetime


def signature_in(element: etree._Element) -> etree._Element | None:
    """The signature at its place in an assertion that is not believed yet."""
    if element.tag != ASSERTION:
        raise Refused(Code.NO_ASSERTION)
    parts = Children(element)
    parts.one(f"{{{SAML}}}Issuer")
    return signature_at(parts)


def assertion(
    element: etree._Element,
    in_response_to: str,
    settings: Settings,
    now: datetime,
    *,
    sent: datetime | None,
    decrypt: Open,
) -> Assertion:
    """Read it and check all of it."""
    if element.get("Version") != "2.0":
        raise Refused(Code.WRONG_VERSION, element.get("Version") or "")
    parts = Children(element)
    issuer = issuer_of(parts.one(f"{{{SAML}}}Issuer"))
    if issuer != settings.idp.entity_id:
        raise Refused(Code.WRONG_ISSUER, issuer)
    signature_at(parts)
    check_issued(required_instant(element, "IssueInstant"), settings, now)
    about = parts.optional(f"{{{SAML}}}Subject")
    if about is None:
        raise Refused(Code.NO_NAME_ID, "no Subject")
    confirmed = subject(about, in_response_to, settings, now)
    end = check_conditions(parts.optional(f"{{{SAML}}}Conditions"), settings, now)
    parts.optional(f"{{{SAML}}}Advice")
    statements = parts.several(_AUTHN, _ATTRIBUTES, _AUTHZ)
    parts.end()
    authn = [one for one in statements if one.tag == _AUTHN]
    how = authentication(authn, settings, now, sent)
    said = _said([one for one in statements if one.tag == _ATTRIBUTES], decrypt)
    return Assertion(
        id=attribute(element, "ID"),
        name_id=_name_id(confirmed.name_id, decrypt),
        authentication=how,
        attributes=attributes(said, join=settings.policy.join_attributes),
        until=max(confirmed.until, end or confirmed.until),
    )


def _name_id(element: etree._Element, decrypt: Open) -> NameId:
    plain = decrypt(element) if element.tag == ENCRYPTED_ID else element
    if plain.tag != NAME_ID:
        raise Refused(Code.NO_NAME_ID)
    return name_id_of(plain)


def _said(statements: list[etree._Element], decrypt: Open) -> list[etree._Element]:
    found = []
    for one in statements:
        parts = Children(one)
        found += parts.several(ATTRIBUTE, ENCRYPTED_ATTRIBUTE)
        parts.end()
    if sum(one.tag == ENCRYPTED_ATTRIBUTE for one in found) > _MOST_ENCRYPTED:
        raise Refused(Code.ENCRYPTION_SHAPE, "too many EncryptedAttributes")
    return [decrypt(one) if one.tag == ENCRYPTED_ATTRIBUTE else one for one in found]
