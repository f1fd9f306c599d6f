"""What all messages have in common: who sent it, where to, when, in answer to what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from stellwerk.sso.saml.names import SAML, SAMLP
from stellwerk.sso.saml.reading import Children, attribute, local, required_instant, text
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import MAX_SKEW, Settings
from stellwerk.sso.saml.signature_shape import SIGNATURE

MAX_AGE = timedelta(minutes=10)
"""A message goes from the identity provider to us at once, through one browser."""

_ENTITY = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a message; `rest` are the children that follow it."""

    id: str
    issued: datetime
    destination: str | None
    in_response_to: str
    issuer: str | None
    signature: etree._Element | None
    rest: Children


def head(root: etree._Element, name: str) -> Head:
    """Read the beginning of the message called so."""
    if root.tag != f"{{{SAMLP}}}{name}":
        raise Refused(Code.WRONG_MESSAGE, local(root))
    if root.get("Version") != "2.0":
        raise Refused(Code.WRONG_VERSION, root.get("Version") or "")
    parts = Children(root)
    issuer = parts.optional(f"{{{SAML}}}Issuer")
    signature = signature_at(parts)
    parts.optional(f"{{{SAMLP}}}Extensions")
    return Head(
        id=attribute(root, "ID"),
        issued=required_instant(root, "IssueInstant"),
        destination=root.get("Destination"),
        in_response_to=root.get("InResponseTo", ""),
        issuer=None if issuer is None else issuer_of(issuer),
        signature=signature,
        rest=parts,
    )


def issuer_of(issuer: etree._Element) -> str:
    """Who an Issuer names, by entity id."""
    if issuer.get("Format", _ENTITY) != _ENTITY:
        raise Refused(Code.WRONG_ISSUER, issuer.get("Format", ""))
    return text(issuer)


def signature_at(parts: Children) -> etree._Element | None:
    """The one signature at its place, right after Issuer."""
    found = parts.several(SIGNATURE)
    if len(found) > 1:
        raise Refused(Code.SIGNATURE_MISPLACED, "several")
    return found[0] if found else None


def check_head(
    found: Head, address: str, settings: Settings, now: datetime, *, signed: bool
) -> None:
    """From our identity provider, to this address of ours, just now.

    A signed message has to say from whom and where to: else it could be carried elsewhere.
    """
    if found.issuer is None and signed:
        raise Refused(Code.WRONG_ISSUER, "none")
    if found.issuer not in {None, settings.idp.entity_id}:
        raise Refused(Code.WRONG_ISSUER, found.issuer or "")
    if found.destination is None and signed:
        raise Refused(Code.WRONG_DESTINATION, "none")
    if found.destination not in {None, address}:
        raise Refused(Code.WRONG_DESTINATION, found.destination or "")
    check_issued(found.issued, settings, now)


def check_issued(issued: datetime, settings: Settings, now: datetime) -> None:
    """Neither in the future nor long ago, but for clocks that differ."""
    skew = skew_of(settings)
    if issued > now + skew:
        raise Refused(Code.ISSUED_IN_FUTURE, issued.isoformat())
    if issued < now - MAX_AGE - skew:
        raise Refused(Code.ISSUED_TOO_LONG_AGO, issued.isoformat())


def skew_of(settings: Settings) -> timedelta:
    """How far clocks may differ, as it was set, but never above what is reasonable."""
    return max(timedelta(0), min(settings.policy.skew, MAX_SKEW))
