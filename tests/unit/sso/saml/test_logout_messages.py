"""Logout messages of the identity provider, in both bindings."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from stellwerk.sso.saml.identity import LogoutRequest, LogoutResponse
from stellwerk.sso.saml.logout import validate_logout_request, validate_logout_response
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import (
    NOW,
    REQUEST,
    SAML,
    SLO,
    SUCCESS,
    logout_request,
    logout_response,
    stamp,
)
from tests.saml_messages.connection import Remembered, idp_pair, posted, settings, sp_pair
from tests.saml_messages.encrypting import AES128_CBC, encrypt
from tests.saml_messages.keys import Pair, rsa_pair
from tests.saml_messages.redirecting import query
from tests.saml_messages.signing import sign

PARTIAL = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout"
RESPONDER = "urn:oasis:names:tc:SAML:2.0:status:Responder"
BOTH = pytest.mark.parametrize("binding", list(Binding))


def sent(root: etree._Element, field: str, binding: Binding, pair: Pair | None) -> str:
    """The message as it arrives, signed as its binding wants it."""
    if binding is Binding.REDIRECT:
        return query(root, field, pair)
    if pair is not None:
        sign(root, pair)
    return posted(root)


def asked(
    root: etree._Element,
    binding: Binding,
    pair: Pair | None,
    connection: Settings | None = None,
    stores: Any = None,
) -> LogoutRequest | Refusal:
    message = sent(root, "SAMLRequest", binding, pair)
    return validate_logout_request(
        message, binding, connection or settings(), NOW, replay=stores or Remembered()
    )


def answered(
    root: etree._Element,
    binding: Binding,
    pair: Pair | None,
    connection: Settings | None = None,
    stores: Any = None,
) -> LogoutResponse | Refusal:
    message = sent(root, "SAMLResponse", binding, pair)
    return validate_logout_response(
        message, binding, connection or settings(), NOW, pending=stores or Remembered()
    )


def code(result: object) -> Code:
    assert isinstance(result, Refusal), result
    return result.code


@BOTH
def test_a_signed_request_names_whose_sessions_end(binding: Binding) -> None:
    found = asked(logout_request(indexes=("_session-1", "_session-2")), binding, idp_pair())
    assert isinstance(found, LogoutRequest), found
    assert found.name_id.value == "anna-4711"
    assert found.session_indexes == ("_session-1", "_session-2")


@BOTH
def test_a_request_without_sessions_means_all(binding: Binding) -> None:
    found = asked(logout_request(indexes=()), binding, idp_pair())
    assert isinstance(found, LogoutRequest), found
    assert found.session_indexes == ()


@BOTH
@pytest.mark.parametrize(
    ("codes", "success", "partial"),
    [
        ((SUCCESS,), True, False),
        ((SUCCESS, PARTIAL), True, True),
        ((RESPONDER,), False, False),
        ((RESPONDER, PARTIAL), False, True),
    ],
)
def test_an_answer_says_how_it_went(
    binding: Binding, codes: tuple[str, ...], success: bool, partial: bool
) -> None:
    stores = Remembered()
    found = answered(logout_response(*codes), binding, idp_pair(), stores=stores)
    assert isinstance(found, LogoutResponse), found
    assert (found.success, found.partial) == (success, partial)
    assert found.in_response_to == REQUEST
    assert stores.open == {}


@BOTH
def test_an_unsigned_request_ends_no_session_unless_that_was_decided(
    binding: Binding,
) -> None:
    expected = Code.LOGOUT_REQUEST_UNSIGNED
    assert code(asked(logout_request(), binding, None)) is expected
    found = asked(logout_request(), binding, None, settings(verify_logout_requests=False))
    assert isinstance(found, LogoutRequest), found


@BOTH
def test_an_unsigned_answer_counts_only_where_that_was_decided(
    binding: Binding,
) -> None:
    expected = Code.LOGOUT_RESPONSE_UNSIGNED
    assert code(answered(logout_response(), binding, None)) is expected
    found = answered(logout_response(), binding, None, settings(verify_logout_responses=False))
    assert isinstance(found, LogoutResponse), found


@BOTH
def test_a_signature_that_is_there_is_verified_even_where_none_is_needed(
    binding: Binding,
) -> None:
    expected = Code.WRONG_SIGNATURE
    loose = settings(verify_logout_requests=False, verify_logout_responses=False)
    somebody = rsa_pair("somebody else")
    assert code(asked(logout_request(), binding, somebody, loose)) is expected
    assert code(answered(logout_response(), binding, somebody, loose)) is expected


def test_a_signature_in_the_xml_of_a_redirect_counts_for_nothing() -> None:
    root = logout_request()
    sign(root, idp_pair())
    found = asked(root, Binding.REDIRECT, idp_pair())
    assert code(found) is Code.REDIRECT_EMBEDDED_SIGNATURE


WRONG: list[tuple[Code, Callable[[], etree._Element]]] = [
    (Code.WRONG_ISSUER, lambda: logout_request(issuer="https://other.example.org")),
    (Code.WRONG_DESTINATION, lambda: logout_request(Destination=f"{SLO}/")),
    (Code.WRONG_DESTINATION, lambda: logout_request(Destination=None)),
    (Code.WRONG_VERSION, lambda: logout_request(Version="1.1")),
    (
        Code.LOGOUT_TOO_LATE,
        lambda: logout_request(NotOnOrAfter=stamp(NOW - timedelta(minutes=5))),
    ),
    (
        Code.ISSUED_TOO_LONG_AGO,
        lambda: logout_request(IssueInstant=stamp(NOW - timedelta(hours=1))),
    ),
    (Code.ISSUED_IN_FUTURE, lambda: logout_request(IssueInstant=stamp(NOW + timedelta(hours=1)))),
    (Code.VALUE_TOO_LONG, lambda: logout_request(indexes=("a" * 401,))),
    (Code.EMPTY_NAME_ID, lambda: logout_request(name_id="")),
    (Code.CONTROL_CHARACTER, lambda: logout_request(name_id="anna\u200b")),
    (Code.WRONG_MESSAGE, logout_response),
]


@BOTH
@pytest.mark.parametrize(("expected", "made"), WRONG)
def test_each_wrong_request_has_its_code(
    binding: Binding, expected: Code, made: Callable[[], etree._Element]
) -> None:
    assert code(asked(made(), binding, idp_pair())) is expected


@BOTH
def test_a_request_counts_once(binding: Binding) -> None:
    stores = Remembered()
    assert isinstance(asked(logout_request(), binding, idp_pair(), stores=stores), LogoutRequest)
    assert code(asked(logout_request(), binding, idp_pair(), stores=stores)) is Code.REPLAYED


@BOTH
def test_an_answer_is_to_a_request_of_ours_and_comes_once(binding: Binding) -> None:
    stores = Remembered()
    other = logout_response(InResponseTo="_other")
    assert code(answered(other, binding, idp_pair(), stores=stores)) is Code.UNKNOWN_REQUEST
    none = logout_response(InResponseTo=None)
    assert code(answered(none, binding, idp_pair(), stores=stores)) is Code.UNKNOWN_REQUEST
    first = answered(logout_response(), binding, idp_pair(), stores=stores)
    assert isinstance(first, LogoutResponse), first
    again = answered(logout_response(), binding, idp_pair(), stores=stores)
    assert code(again) is Code.UNKNOWN_REQUEST


@BOTH
def test_an_encrypted_name_is_opened_inside_what_is_signed(binding: Binding) -> None:
    root = logout_request()
    encrypt(root[1], sp_pair(), algorithm=AES128_CBC, holder=f"{{{SAML}}}EncryptedID")
    found = asked(root, binding, idp_pair())
    assert isinstance(found, LogoutRequest), found
    assert found.name_id.value == "anna-4711"


def test_cbc_in_an_unsigned_request_is_not_opened() -> None:
    root = logout_request()
    encrypt(root[1], sp_pair(), algorithm=AES128_CBC, holder=f"{{{SAML}}}EncryptedID")
    loose = settings(verify_logout_requests=False)
    assert code(asked(root, Binding.POST, None, loose)) is Code.CBC_UNSIGNED


def test_an_answer_that_another_process_took_meanwhile_is_not_taken() -> None:
    class Beaten(Remembered):
        def consume(self, request_id: str) -> bool:
            return bool(super().consume(request_id)) and False

    found = answered(logout_response(), Binding.POST, idp_pair(), stores=Beaten())
    assert code(found) is Code.REQUEST_ANSWERED


@BOTH
@pytest.mark.parametrize("message", ["", "%", "SAMLRequest=", "PHNhbWw+", "a" * 400_000])
def test_nonsense_is_refused(binding: Binding, message: str) -> None:
    stores = Remembered()
    request = validate_logout_request(message, binding, settings(), NOW, replay=stores)
    answer = validate_logout_response(message, binding, settings(), NOW, pending=stores)
    assert code(request) is not Code.UNEXPECTED
    assert code(answer) is not Code.UNEXPECTED
