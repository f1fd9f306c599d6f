"""Messages as identity providers send them, unsigned; every part can be another than it should."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
DS = "http://www.w3.org/2000/09/xmldsig#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XS = "http://www.w3.org/2001/XMLSchema"
NAMES = {"saml": SAML, "samlp": SAMLP, "ds": DS, "xenc": XENC}

NOW = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)
IDP = "https://idp.example.org/metadata"
SP = "https://portal.example.org/sso/metadata"
ACS = "https://portal.example.org/sso/acs"
SLO = "https://portal.example.org/sso/slo/callback"
PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
REQUEST = "_request-1"

ATTRIBUTES = (
    ("urn:oid:2.5.4.42", "givenName", ("Änne",)),
    ("urn:oid:2.5.4.4", "sn", ("Müller & Söhne <x>",)),
    ("urn:oid:0.9.2342.19200300.100.1.3", "mail", ("anna@example.org",)),
    ("memberOf", "", ("staff", "emoji 👩‍🚒", "a+b-c/d=e&f%g?")),
)


def stamp(moment: datetime) -> str:
    """As SAML writes moments."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Said:
    """What a Response says. `None` leaves the thing out."""

    now: datetime = NOW
    response_id: str = "_response-1"
    assertion_id: str = "_assertion-1"
    issuer: str | None = IDP
    assertion_issuer: str | None = IDP
    destination: str | None = ACS
    in_response_to: str | None = REQUEST
    confirms: str | None = REQUEST
    status: str = SUCCESS
    name_id: str | None = "anna-4711"
    method: str = BEARER
    recipient: str | None = ACS
    confirmation_end: datetime | None = NOW + timedelta(minutes=5)
    confirmation_start: datetime | None = None
    start: datetime | None = NOW - timedelta(minutes=1)
    end: datetime | None = NOW + timedelta(minutes=5)
    audiences: Sequence[Sequence[str]] = ((SP,),)
    context: str | None = PASSWORD
    authn_instant: datetime | None = NOW - timedelta(seconds=5)
    session_index: str | None = "_session-1"
    session_end: datetime | None = NOW + timedelta(hours=8)
    attributes: Sequence[tuple[str, str, Sequence[str]]] = ATTRIBUTES
    conditions: Sequence[etree._Element] = field(default_factory=tuple)


def times(now: datetime) -> dict[str, Any]:
    """All of what a Response says of time, as it says it at that moment."""
    return {
        "now": now,
        "confirmation_end": now + timedelta(minutes=5),
        "start": now - timedelta(minutes=1),
        "end": now + timedelta(minutes=5),
        "authn_instant": now - timedelta(seconds=5),
        "session_end": now + timedelta(hours=8),
    }


def response(said: Said | None = None, **other: Any) -> etree._Element:
    """An unsigned Response with its Assertion."""
    said = said or Said(**other)
    root = _element(
        f"{{{SAMLP}}}Response",
        ID=said.response_id,
        Version="2.0",
        IssueInstant=stamp(said.now),
        Destination=said.destination,
        InResponseTo=said.in_response_to,
    )
    if said.issuer is not None:
        _below(root, f"{{{SAML}}}Issuer", said.issuer)
    status = _below(root, f"{{{SAMLP}}}Status")
    _below(status, f"{{{SAMLP}}}StatusCode", Value=said.status)
    root.append(assertion(said))
    return root


def assertion(said: Said) -> etree._Element:
    """The Assertion alone."""
    root = _element(
        f"{{{SAML}}}Assertion", ID=said.assertion_id, Version="2.0", IssueInstant=stamp(said.now)
    )
    if said.assertion_issuer is not None:
        _below(root, f"{{{SAML}}}Issuer", said.assertion_issuer)
    subject = _below(root, f"{{{SAML}}}Subject")
    if said.name_id is not None:
        _below(subject, f"{{{SAML}}}NameID", said.name_id, Format=PERSISTENT)
    confirmation = _below(subject, f"{{{SAML}}}SubjectConfirmation", Method=said.method)
    _below(
        confirmation,
        f"{{{SAML}}}SubjectConfirmationData",
        Recipient=said.recipient,
        NotBefore=_stamp(said.confirmation_start),
        NotOnOrAfter=_stamp(said.confirmation_end),
        InResponseTo=said.confirms,
    )
    conditions = _below(
        root,
        f"{{{SAML}}}Conditions",
        NotBefore=_stamp(said.start),
        NotOnOrAfter=_stamp(said.end),
    )
    for audiences in said.audiences:
        restriction = _below(conditions, f"{{{SAML}}}AudienceRestriction")
        for audience in audiences:
            _below(restriction, f"{{{SAML}}}Audience", audience)
    conditions.extend(said.conditions)
    if said.authn_instant is not None:
        _authentication(root, said)
    if said.attributes:
        _attributes(root, said)
    return root


def _authentication(root: etree._Element, said: Said) -> None:
    statement = _below(
        root,
        f"{{{SAML}}}AuthnStatement",
        AuthnInstant=_stamp(said.authn_instant),
        SessionIndex=said.session_index,
        SessionNotOnOrAfter=_stamp(said.session_end),
    )
    context = _below(statement, f"{{{SAML}}}AuthnContext")
    if said.context is not None:
        _below(context, f"{{{SAML}}}AuthnContextClassRef", said.context)


def _attributes(root: etree._Element, said: Said) -> None:
    statement = _below(root, f"{{{SAML}}}AttributeStatement")
    for name, friendly, values in said.attributes:
        one = _below(statement, f"{{{SAML}}}Attribute", Name=name, FriendlyName=friendly or None)
        for value in values:
            made = _below(one, f"{{{SAML}}}AttributeValue", value)
            made.set(f"{{{XSI}}}type", "xs:string")


def logout_request(**other: Any) -> etree._Element:
    """A LogoutRequest of the identity provider."""
    given = {"ID": "_logout-1", "Version": "2.0", "IssueInstant": stamp(NOW), "Destination": SLO}
    indexes = other.pop("indexes", ("_session-1",))
    issuer, name_id = other.pop("issuer", IDP), other.pop("name_id", "anna-4711")
    root = _element(f"{{{SAMLP}}}LogoutRequest", **(given | other))
    _below(root, f"{{{SAML}}}Issuer", issuer)
    _below(root, f"{{{SAML}}}NameID", name_id, Format=PERSISTENT)
    for index in indexes:
        _below(root, f"{{{SAMLP}}}SessionIndex", index)
    return root


def logout_response(*codes: str, **other: Any) -> etree._Element:
    """An answer to a LogoutRequest of ours; a second code stands below the first."""
    given = {"ID": "_answer-1", "Version": "2.0", "IssueInstant": stamp(NOW), "Destination": SLO}
    issuer = other.pop("issuer", IDP)
    root = _element(f"{{{SAMLP}}}LogoutResponse", **(given | {"InResponseTo": REQUEST} | other))
    _below(root, f"{{{SAML}}}Issuer", issuer)
    at = _below(root, f"{{{SAMLP}}}Status")
    for code in codes or (SUCCESS,):
        at = _below(at, f"{{{SAMLP}}}StatusCode", Value=code)
    return root


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def _element(tag: str, **attributes: str | None) -> etree._Element:
    given = {name: value for name, value in attributes.items() if value is not None}
    return etree.Element(tag, given, nsmap={**NAMES, "xs": XS, "xsi": XSI})


def _below(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None
) -> etree._Element:
    made = etree.SubElement(
        parent, tag, {name: value for name, value in attributes.items() if value is not None}
    )
    made.text = text
    return made
