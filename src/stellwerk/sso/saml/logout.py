"""Logout messages of the identity provider are believed or refused, in both bindings.

By POST the signature stands in the XML; by redirect it covers the query and there is none in the
XML. A signature that is there is always verified; the policy says whether there has to be one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lxml import etree

from stellwerk.sso.saml import gate, redirect
from stellwerk.sso.saml.authentication import session_index
from stellwerk.sso.saml.encryption import opened
from stellwerk.sso.saml.identity import LogoutRequest, LogoutResponse, NameId
from stellwerk.sso.saml.message import MAX_AGE, Head, check_head, head, skew_of
from stellwerk.sso.saml.names import SAMLP, Binding, Status
from stellwerk.sso.saml.reading import instant, text
from stellwerk.sso.saml.refusal import Code, Refusal, Refused
from stellwerk.sso.saml.sending import Field
from stellwerk.sso.saml.settings import MAX_SKEW, Settings
from stellwerk.sso.saml.signature import verified
from stellwerk.sso.saml.signature_shape import SIGNATURE
from stellwerk.sso.saml.status import outcome
from stellwerk.sso.saml.stores import Pending, Replay, is_first_time
from stellwerk.sso.saml.subject import ENCRYPTED_ID, NAME_ID, name_id_of

Believed = TypeVar("Believed", LogoutRequest, LogoutResponse)


def validate_logout_request(
    message: str, binding: Binding, settings: Settings, now: datetime, *, replay: Replay
) -> LogoutRequest | Refusal:
    """Whose sessions are to end, or why this is not believed. Never raises."""
    kind = _Kind(
        "LogoutRequest",
        "SAMLRequest",
        settings.policy.verify_logout_requests,
        Code.LOGOUT_REQUEST_UNSIGNED,
    )

    def believed() -> LogoutRequest:
        found = _received(message, binding, kind, settings, now)
        end = instant(found.root, "NotOnOrAfter")
        if end is not None and now >= end + skew_of(settings):
            raise Refused(Code.LOGOUT_TOO_LATE, end.isoformat())
        name_id = _name_id(found, settings)
        indexes = tuple(
            session_index(text(one)) for one in found.head.rest.several(f"{{{SAMLP}}}SessionIndex")
        )
        found.head.rest.end()
        until = now + MAX_AGE + 2 * MAX_SKEW
        if not is_first_time(replay, settings.idp.entity_id, found.head.id, until):
            raise Refused(Code.REPLAYED, found.head.id)
        return LogoutRequest(found.head.id, settings.idp.entity_id, name_id, indexes)

    return _or_refusal(believed)


def validate_logout_response(
    message: str, binding: Binding, settings: Settings, now: datetime, *, pending: Pending
) -> LogoutResponse | Refusal:
    """How a logout of ours went elsewhere, or why this is not believed. Never raises."""
    kind = _Kind(
        "LogoutResponse",
        "SAMLResponse",
        settings.policy.verify_logout_responses,
        Code.LOGOUT_RESPONSE_UNSIGNED,
    )

    def believed() -> LogoutResponse:
        found = _received(message, binding, kind, settings, now, pending)
        status = outcome(found.head.rest.one(f"{{{SAMLP}}}Status"))
        found.head.rest.end()
        request = found.head.in_response_to
        if not pending.consume(request):
            raise Refused(Code.REQUEST_ANSWERED, request)
        partial = Status.PARTIAL_LOGOUT in {status.code, status.minor}
        issuer = settings.idp.entity_id
        return LogoutResponse(found.head.id, issuer, request, status.success, partial)

    return _or_refusal(believed)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the two messages, and what its lacking a signature means."""

    name: str
    field: Field
    must_be_signed: bool
    unsigned: Code


@dataclass(frozen=True, slots=True)
class _Received:
    """A message, read from what its signature covers where it has one."""

    root: etree._Element
    head: Head
    signed: bool


def _or_refusal(believed: Callable[[], Believed]) -> Believed | Refusal:
    try:
        return believed()
    except Refused as refused:
        return refused.refusal
    except Exception as unexpected:  # noqa: BLE001 - whatever it is, nothing is done for it
        return Refusal(Code.UNEXPECTED, type(unexpected).__name__)


def _received(
    message: str,
    binding: Binding,
    kind: _Kind,
    settings: Settings,
    now: datetime,
    pending: Pending | None = None,
) -> _Received:
    if binding is Binding.REDIRECT:
        return _redirected(message, kind, settings, now, pending)
    found = _read(gate.parsed(gate.decoded(message)), kind)
    _check(found, settings, now, pending)
    signature = found.head.signature
    if len(list(found.root.iter(SIGNATURE))) != (signature is not None):
        raise Refused(Code.SIGNATURE_MISPLACED)
    if signature is None:
        if kind.must_be_signed:
            raise Refused(kind.unsigned)
        return found
    covered = verified(
        found.root,
        signature,
        settings.idp.certificates,
        allow_sha1=settings.policy.allow_sha1,
        now=now,
    )
    found = _read(covered.element, kind, signed=True)
    _check(found, settings, now, pending)
    return found


def _redirected(
    query: str, kind: _Kind, settings: Settings, now: datetime, pending: Pending | None
) -> _Received:
    message = redirect.read(
        query,
        kind.field,
        settings.idp.certificates,
        must_be_signed=kind.must_be_signed,
        allow_sha1=settings.policy.allow_sha1,
    )
    root = gate.parsed(message.xml)
    if next(root.iter(SIGNATURE), None) is not None:
        raise Refused(Code.REDIRECT_EMBEDDED_SIGNATURE)
    found = _read(root, kind, signed=message.signed)
    _check(found, settings, now, pending)
    return found


def _read(root: etree._Element, kind: _Kind, *, signed: bool = False) -> _Received:
    found = head(root, kind.name)
    return _Received(root, found, signed or found.signature is not None)


def _check(found: _Received, settings: Settings, now: datetime, pending: Pending | None) -> None:
    """What can be said without any key; answers have to be to a request of ours."""
    if found.head.issuer is None:
        raise Refused(Code.WRONG_ISSUER, "none")
    check_head(found.head, settings.sp.slo, settings, now, signed=found.signed)
    if pending is not None and not pending.is_open(found.head.in_response_to):
        raise Refused(Code.UNKNOWN_REQUEST, found.head.in_response_to)


def _name_id(found: _Received, settings: Settings) -> NameId:
    element = found.head.rest.optional(NAME_ID)
    if element is not None:
        return name_id_of(element)
    holder = found.head.rest.optional(ENCRYPTED_ID)
    if holder is None:
        raise Refused(Code.NO_NAME_ID)
    plain, _ = opened(holder, settings.sp.decryption, settings.policy, enclosed=found.signed)
    if plain.tag != NAME_ID:
        raise Refused(Code.NO_NAME_ID)
    return name_id_of(plain)
