"""Which part of a Response is proven, by which signature, and what may be read of it.

The order is that of `Policy`: a signature that is there is verified; the assertion needs one of its
own, unless that of the Response suffices. What is encrypted is opened after the Response's
signature was verified, so that nobody else learns anything from how we fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from stellwerk.sso.saml import gate
from stellwerk.sso.saml.assertion import ASSERTION, signature_in
from stellwerk.sso.saml.encryption import opened
from stellwerk.sso.saml.identity import Notice
from stellwerk.sso.saml.message import Head, head
from stellwerk.sso.saml.names import SAML, SAMLP
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import Settings
from stellwerk.sso.saml.signature import Signed, verified
from stellwerk.sso.saml.signature_shape import SIGNATURE
from stellwerk.sso.saml.status import Outcome, outcome

ENCRYPTED_ASSERTION = f"{{{SAML}}}EncryptedAssertion"


@dataclass(frozen=True, slots=True)
class Response:
    """A Response that was read. `signed`: it has a signature, or was read from what one covers."""

    head: Head
    outcome: Outcome
    holders: list[etree._Element]
    signed: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The assertion, as it was read from bytes that a verified signature covers."""

    response: Response
    element: etree._Element
    signed: bytes
    notices: tuple[Notice, ...]


def evidence(
    root: etree._Element,
    settings: Settings,
    now: datetime,
    check: Callable[[Response], None],
) -> Evidence:
    """Find what is proven. `check` refuses a Response for what it says; it is asked before any
    signature is verified, and again about what the signature covers.
    """
    found = _response(root, signed=False)
    check(found)
    holder = _only_assertion(root, found)
    own = None if holder.tag == ENCRYPTED_ASSERTION else signature_in(holder)
    _check_signatures(root, found.head.signature, own)
    _check_demands(found, holder, own, settings)
    whole: Signed | None = None
    inside = holder
    if found.head.signature is not None:
        whole = _verified(root, found.head.signature, settings, now)
        found = _response(whole.element, signed=True)
        check(found)
        inside = _only_assertion(whole.element, found)
    if inside.tag == ENCRYPTED_ASSERTION:
        proven = _decrypted(root, inside, whole, settings, now)
    elif own is not None:
        proven = _verified(holder, own, settings, now)
    elif whole is not None:
        proven = Signed(whole.data, inside)
    else:
        raise Refused(Code.ASSERTION_UNSIGNED)
    notices = (*(whole.notices if whole else ()), *proven.notices)
    return Evidence(found, proven.element, proven.data, tuple(dict.fromkeys(notices)))


def _response(root: etree._Element, *, signed: bool) -> Response:
    found = head(root, "Response")
    result = outcome(found.rest.one(f"{{{SAMLP}}}Status"))
    holders = found.rest.several(ASSERTION, ENCRYPTED_ASSERTION)
    found.rest.end()
    return Response(found, result, holders, signed or found.signature is not None)


def _only_assertion(root: etree._Element, found: Response) -> etree._Element:
    everywhere = list(root.iter(ASSERTION, ENCRYPTED_ASSERTION))
    if len(everywhere) > 1:
        raise Refused(Code.SEVERAL_ASSERTIONS, str(len(everywhere)))
    if not everywhere or found.holders != everywhere:
        raise Refused(Code.NO_ASSERTION)
    return everywhere[0]


def _check_signatures(root: etree._Element, *expected: etree._Element | None) -> None:
    """No signature stands anywhere but where we look for one."""
    if len(list(root.iter(SIGNATURE))) != sum(one is not None for one in expected):
        raise Refused(Code.SIGNATURE_MISPLACED)


def _check_demands(
    found: Response, holder: etree._Element, own: etree._Element | None, settings: Settings
) -> None:
    policy = settings.policy
    if policy.verify_responses and not found.signed:
        raise Refused(Code.RESPONSE_UNSIGNED)
    if holder.tag == ENCRYPTED_ASSERTION:
        return
    if policy.want_assertions_encrypted:
        raise Refused(Code.NOT_ENCRYPTED)
    if own is None and not (policy.response_signature_suffices and found.signed):
        raise Refused(Code.ASSERTION_UNSIGNED)


def _decrypted(
    root: etree._Element,
    holder: etree._Element,
    whole: Signed | None,
    settings: Settings,
    now: datetime,
) -> Signed:
    policy = settings.policy
    element, plain = opened(holder, settings.sp.decryption, policy, enclosed=whole is not None)
    own = signature_in(element)
    if list(element.iter(ASSERTION, ENCRYPTED_ASSERTION)) != [element]:
        raise Refused(Code.SEVERAL_ASSERTIONS)
    _check_signatures(element, own)
    if not gate.ids(root).isdisjoint(gate.ids(element)):
        raise Refused(Code.ID_REPEATED)
    if own is not None:
        return _verified(element, own, settings, now)
    if whole is None or not policy.response_signature_suffices:
        raise Refused(Code.ASSERTION_UNSIGNED)
    return Signed(plain, element)


def _verified(
    element: etree._Element, signature: etree._Element, settings: Settings, now: datetime
) -> Signed:
    return verified(
        element,
        signature,
        settings.idp.certificates,
        allow_sha1=settings.policy.allow_sha1,
        now=now,
    )
