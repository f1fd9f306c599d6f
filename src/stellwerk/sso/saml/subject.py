"""Whom an assertion is about, and for whom it was made (saml-core-2.0, 2.4; saml-profiles, 4.1.4).

At least one bearer confirmation has to hold. Other methods prove nothing that a browser could show.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from stellwerk.sso.saml.identity import NameId
from stellwerk.sso.saml.message import skew_of
from stellwerk.sso.saml.names import BEARER, SAML
from stellwerk.sso.saml.reading import Children, instant, text
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import Settings

NAME_ID = f"{{{SAML}}}NameID"
ENCRYPTED_ID = f"{{{SAML}}}EncryptedID"
_CONFIRMATION = f"{{{SAML}}}SubjectConfirmation"
_CONFIRMATION_DATA = f"{{{SAML}}}SubjectConfirmationData"
LONGEST_NAME_ID = 1024
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cn", "Co"})


@dataclass(frozen=True, slots=True)
class Subject:
    """NameID, or what it is encrypted in, and until when the confirmation holds."""

    name_id: etree._Element
    until: datetime


def subject(
    element: etree._Element, in_response_to: str, settings: Settings, now: datetime
) -> Subject:
    """Read a Subject and check that it is confirmed for us, now, for this request."""
    parts = Children(element)
    found = parts.optional(NAME_ID)
    name_id = parts.optional(ENCRYPTED_ID) if found is None else found
    if name_id is None:
        raise Refused(Code.NO_NAME_ID)
    confirmations = parts.several(_CONFIRMATION)
    parts.end()
    until: list[datetime] = []
    wrong = Refused(Code.NO_BEARER_CONFIRMATION)
    for one in reversed(confirmations):
        if one.get("Method") == BEARER:
            try:
                until.append(_confirmed(one, in_response_to, settings, now))
            except Refused as refused:
                wrong = refused
    if not until:
        raise wrong
    return Subject(name_id, max(until))


def _confirmed(
    confirmation: etree._Element, in_response_to: str, settings: Settings, now: datetime
) -> datetime:
    parts = Children(confirmation)
    if parts.optional(NAME_ID) is None:
        parts.optional(ENCRYPTED_ID)
    data = parts.optional(_CONFIRMATION_DATA)
    parts.end()
    if data is None:
        raise Refused(Code.NO_BEARER_CONFIRMATION, "without SubjectConfirmationData")
    if data.get("Recipient") != settings.sp.acs:
        raise Refused(Code.WRONG_RECIPIENT, data.get("Recipient") or "none")
    if data.get("NotBefore") is not None:
        raise Refused(Code.CONFIRMATION_WITH_START)
    until = instant(data, "NotOnOrAfter")
    if until is None:
        raise Refused(Code.CONFIRMATION_WITHOUT_END)
    if now >= until + skew_of(settings):
        raise Refused(Code.CONFIRMATION_ENDED, until.isoformat())
    if data.get("InResponseTo", "") != in_response_to:
        raise Refused(Code.CONFIRMS_OTHER_REQUEST, data.get("InResponseTo") or "none")
    return until


def name_id_of(element: etree._Element) -> NameId:
    """Read a NameID. It is compared as it is, so nothing in it may be invisible."""
    value = text(element)
    if not value.strip():
        raise Refused(Code.EMPTY_NAME_ID)
    names = ("Format", "NameQualifier", "SPNameQualifier")
    parts = [value, *(element.get(name, "") for name in names)]
    if any(len(part) > LONGEST_NAME_ID for part in parts):
        raise Refused(Code.VALUE_TOO_LONG, "NameID")
    if any(unicodedata.category(character) in _INVISIBLE for part in parts for character in part):
        raise Refused(Code.CONTROL_CHARACTER, "NameID")
    if value != value.strip():
        raise Refused(Code.SPACE_IN_NAME_ID)
    return NameId(*parts)
