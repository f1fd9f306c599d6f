"""How and when somebody authenticated, and how long that holds (saml-core-2.0, 2.7.2)."""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from stellwerk.sso.saml.message import skew_of
from stellwerk.sso.saml.names import SAML
from stellwerk.sso.saml.reading import Children, instant, required_instant, text
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import Settings

LONGEST_SESSION_INDEX = 400


@dataclass(frozen=True, slots=True)
class Authentication:
    """One AuthnStatement."""

    instant: datetime
    context: str
    session_index: str
    session_until: datetime | None


def authentication(
    statements: list[etree._Element], settings: Settings, now: datetime, sent: datetime | None
) -> Authentication:
    """Read the one AuthnStatement and check it against what was asked for.

    `sent` is when that was, where it was to authenticate anew; None where that was not asked.
    """
    if not statements:
        raise Refused(Code.NO_AUTHN_STATEMENT)
    if len(statements) > 1:
        raise Refused(Code.SEVERAL_AUTHN_STATEMENTS)
    found = _read(statements[0])
    skew = skew_of(settings)
    if found.instant > now + skew:
        raise Refused(Code.AUTHENTICATED_IN_FUTURE, found.instant.isoformat())
    if found.session_until is not None and now >= found.session_until + skew:
        raise Refused(Code.SESSION_ENDED, found.session_until.isoformat())
    if sent is not None and found.instant < sent - skew:
        raise Refused(Code.NOT_AUTHENTICATED_ANEW, found.instant.isoformat())
    wanted = settings.policy.authn_context
    if wanted and found.context not in wanted:
        raise Refused(Code.WRONG_AUTHN_CONTEXT, found.context)
    return found


def session_index(value: str) -> str:
    """What a session is called at the identity provider, if it is no longer than can be kept."""
    if len(value) > LONGEST_SESSION_INDEX:
        raise Refused(Code.VALUE_TOO_LONG, "SessionIndex")
    return value


def _read(statement: etree._Element) -> Authentication:
    parts = Children(statement)
    parts.optional(f"{{{SAML}}}SubjectLocality")
    context = Children(parts.one(f"{{{SAML}}}AuthnContext"))
    parts.end()
    named = context.optional(f"{{{SAML}}}AuthnContextClassRef")
    return Authentication(
        required_instant(statement, "AuthnInstant"),
        "" if named is None else text(named).strip(),
        session_index(statement.get("SessionIndex", "")),
        instant(statement, "SessionNotOnOrAfter"),
    )
