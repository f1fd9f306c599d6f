"""Our messages, unsigned: the request to sign somebody in, and both messages of a logout.

`sending` signs them and puts them on their way.
"""

import secrets
from datetime import datetime, timedelta

from lxml import etree

from stellwerk.sso.saml.elements import child, instant, root
from stellwerk.sso.saml.identity import NameId
from stellwerk.sso.saml.names import SAML, SAMLP, Binding, NameIdFormat, Status
from stellwerk.sso.saml.settings import Settings

LOGOUT_LIFETIME = timedelta(minutes=5)
LOGOUT_REASON = "urn:oasis:names:tc:SAML:2.0:logout:user"


def new_id() -> str:
    """An id that nobody can guess: 160 random bits, with a first letter that XML allows."""
    return f"_{secrets.token_hex(20)}"


def authn_request(settings: Settings, *, request_id: str, now: datetime) -> etree._Element:
    """Ask the identity provider who somebody is (saml-core-2.0, 3.4.1)."""
    policy = settings.policy
    message = _message(
        settings,
        "AuthnRequest",
        request_id,
        now,
        settings.idp.sso.address,
        {"ForceAuthn": "true"} if policy.force_authn else {},
        {
            "ProtocolBinding": Binding.POST.value,
            "AssertionConsumerServiceURL": settings.sp.acs,
        },
    )
    child(message, SAMLP, "NameIDPolicy", **_name_id_policy(policy.name_id_format))
    if policy.authn_context:
        wanted = child(message, SAMLP, "RequestedAuthnContext", Comparison="exact")
        for one in policy.authn_context:
            child(wanted, SAML, "AuthnContextClassRef", one)
    return message


def logout_request(
    settings: Settings, *, request_id: str, now: datetime, name_id: NameId, session_index: str
) -> etree._Element:
    """Ask the identity provider to end somebody's session everywhere (saml-core-2.0, 3.7.1).

    The name goes back exactly as it came, qualifiers included.
    """
    message = _message(
        settings,
        "LogoutRequest",
        request_id,
        now,
        settings.idp.slo.address if settings.idp.slo else "",
        {"NotOnOrAfter": instant(now + LOGOUT_LIFETIME), "Reason": LOGOUT_REASON},
    )
    child(
        message,
        SAML,
        "NameID",
        name_id.value,
        Format=name_id.format,
        NameQualifier=name_id.name_qualifier,
        SPNameQualifier=name_id.sp_name_qualifier,
    )
    if session_index:
        child(message, SAMLP, "SessionIndex", session_index)
    return message


def logout_response(
    settings: Settings,
    *,
    response_id: str,
    now: datetime,
    in_response_to: str,
    status: Status,
    partial: bool = False,
) -> etree._Element:
    """Answer a logout that the identity provider asked for (saml-core-2.0, 3.7.2).

    `partial` says that some session could not be ended, whatever the status is.
    """
    slo = settings.idp.slo
    message = _message(
        settings,
        "LogoutResponse",
        response_id,
        now,
        (slo.answers or slo.address) if slo else "",
        {"InResponseTo": in_response_to} if in_response_to else {},
    )
    code = child(child(message, SAMLP, "Status"), SAMLP, "StatusCode", Value=status.value)
    if partial:
        child(code, SAMLP, "StatusCode", Value=Status.PARTIAL_LOGOUT.value)
    return message


def _message(
    settings: Settings,
    name: str,
    message_id: str,
    now: datetime,
    destination: str,
    *attributes: dict[str, str],
) -> etree._Element:
    made = root(
        SAMLP,
        name,
        {
            "ID": message_id,
            "Version": "2.0",
            "IssueInstant": instant(now),
            **({"Destination": destination} if destination else {}),
            **{key: value for some in attributes for key, value in some.items()},
        },
        SAML,
    )
    child(made, SAML, "Issuer", settings.sp.entity_id)
    return made


def _name_id_policy(wanted: NameIdFormat) -> dict[str, str]:
    """A transient name is always a new one: there AllowCreate has no place (errata E14)."""
    if wanted is NameIdFormat.TRANSIENT:
        return {"Format": wanted.value}
    return {"Format": wanted.value, "AllowCreate": "true"}
