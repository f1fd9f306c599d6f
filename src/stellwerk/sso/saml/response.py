"""A sign-in Response is believed or refused.

First what costs nothing, then signatures, then our private key. What a signature covers is parsed
from the signed bytes, and only that is read. There is no second way: the first thing that is wrong
is the reason.
"""

from datetime import datetime

from lxml import etree

from stellwerk.sso.saml import gate
from stellwerk.sso.saml.assertion import assertion
from stellwerk.sso.saml.encryption import opened
from stellwerk.sso.saml.evidence import Response, evidence
from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.message import check_head
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.refusal import Code, Refusal, Refused
from stellwerk.sso.saml.settings import MAX_SKEW, Settings
from stellwerk.sso.saml.stores import Pending, Replay, is_first_time


def validate(
    message: str,
    binding: Binding,
    settings: Settings,
    now: datetime,
    *,
    pending: Pending,
    replay: Replay,
) -> Identity | Refusal:
    """Who signed in, or why this is not believed. Never raises.

    `message` is the form field's value. An Identity has been counted: its request is answered, and
    the same assertion will not be believed again.
    """
    try:
        if binding is not Binding.POST:
            raise Refused(Code.WRONG_BINDING, binding)
        return _identity(message, settings, now, pending, replay)
    except Refused as refused:
        return refused.refusal
    except Exception as unexpected:  # noqa: BLE001 - whatever it is, nobody signs in with it
        return Refusal(Code.UNEXPECTED, type(unexpected).__name__)


def _identity(
    message: str, settings: Settings, now: datetime, pending: Pending, replay: Replay
) -> Identity:
    def check(response: Response) -> None:
        _check(response, settings, now, pending)

    root = gate.parsed(gate.decoded(message))
    found = evidence(root, settings, now, check)
    request = found.response.head.in_response_to
    anew = bool(request) and settings.policy.force_authn
    decrypted: list[bytes] = []

    def decrypt(holder: etree._Element) -> etree._Element:
        element, plain = opened(holder, settings.sp.decryption, settings.policy, enclosed=True)
        decrypted.append(plain)
        return element

    said = assertion(
        found.element,
        request,
        settings,
        now,
        sent=pending.sent_at(request) if anew else None,
        decrypt=decrypt,
    )
    if not is_first_time(replay, settings.idp.entity_id, said.id, said.until + MAX_SKEW):
        raise Refused(Code.REPLAYED, said.id)
    if request and not pending.consume(request):
        raise Refused(Code.REQUEST_ANSWERED, request)
    return Identity(
        issuer=settings.idp.entity_id,
        name_id=said.name_id,
        session_index=said.authentication.session_index,
        session_until=said.authentication.session_until,
        authn_instant=said.authentication.instant,
        authn_context=said.authentication.context,
        attributes=said.attributes,
        response_id=found.response.head.id,
        assertion_id=said.id,
        in_response_to=request,
        signed=b"".join([found.signed, *decrypted]),
        warnings=found.notices,
    )


def _check(response: Response, settings: Settings, now: datetime, pending: Pending) -> None:
    """What can be said of a Response without any key."""
    found = response.head
    check_head(found, settings.sp.acs, settings, now, signed=response.signed)
    if not response.outcome.success:
        raise Refused(Code.STATUS, str(response.outcome))
    if not found.in_response_to:
        if not settings.policy.allow_unsolicited:
            raise Refused(Code.UNSOLICITED)
    elif not pending.is_open(found.in_response_to):
        raise Refused(Code.UNKNOWN_REQUEST, found.in_response_to)
