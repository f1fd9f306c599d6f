"""Under which conditions an assertion counts (saml-core-2.0, 2.5): never under unknown ones."""

from datetime import datetime

from lxml import etree

from stellwerk.sso.saml.message import skew_of
from stellwerk.sso.saml.names import SAML
from stellwerk.sso.saml.reading import Children, instant, text
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import Settings

_AUDIENCES = f"{{{SAML}}}AudienceRestriction"
_KNOWN = (_AUDIENCES, f"{{{SAML}}}OneTimeUse", f"{{{SAML}}}ProxyRestriction")
"""Nothing is ever used twice here, and nothing handed on, so that the latter two hold anyway."""


def check_conditions(
    conditions: etree._Element | None, settings: Settings, now: datetime
) -> datetime | None:
    """Refuse unless they all hold; returns when they end. An audience has to be named."""
    if conditions is None:
        raise Refused(Code.NO_AUDIENCE, "no Conditions")
    parts = Children(conditions)
    found = parts.several(*_KNOWN)
    parts.end(Code.UNKNOWN_CONDITION)
    skew = skew_of(settings)
    start, end = instant(conditions, "NotBefore"), instant(conditions, "NotOnOrAfter")
    if start is not None and now < start - skew:
        raise Refused(Code.NOT_YET_VALID, start.isoformat())
    if end is not None and now >= end + skew:
        raise Refused(Code.NO_LONGER_VALID, end.isoformat())
    restrictions = [one for one in found if one.tag == _AUDIENCES]
    if not restrictions:
        raise Refused(Code.NO_AUDIENCE)
    for one in restrictions:
        _check_audience(one, settings.sp.entity_id)
    return end


def _check_audience(restriction: etree._Element, entity_id: str) -> None:
    parts = Children(restriction)
    audiences = [text(one) for one in parts.several(f"{{{SAML}}}Audience")]
    parts.end()
    if entity_id not in audiences:
        raise Refused(Code.WRONG_AUDIENCE, ", ".join(audiences))
