"""Attacks on what messages say, all of them rightly signed: numbers 35 to 51 of the catalogue.

What concerns pages, sessions, metadata and the redirect binding is tested beside these.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NoReturn

import pytest
from lxml import etree

from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import (
    ACS,
    IDP,
    NOW,
    SAML,
    SAMLP,
    SP,
    response,
)
from tests.saml_messages.connection import (
    Remembered,
    believe,
    code,
    identity,
    idp_pair,
    posted,
    settings,
)
from tests.saml_messages.redirecting import query
from tests.saml_messages.signing import sign
from tests.unit.sso.saml.attacking import (
    Attack,
    assertion_of,
    at,
    check,
    each,
    genuine,
    inside,
    suffices,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
RESPONDER = "urn:oasis:names:tc:SAML:2.0:status:Responder"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
MFA = "https://refeds.org/profile/mfa"


class Failing(Remembered):
    """A store that is down."""

    def first_time(self, issuer: str, message_id: str, until: datetime) -> NoReturn:
        raise ConnectionError(issuer, message_id, until)


class Beaten(Remembered):
    """Another process took the answer a moment ago."""

    def consume(self, request_id: str) -> bool:
        super().consume(request_id)
        return False


def said(**other: Any) -> Callable[[], etree._Element]:
    """Rightly signed, and wrong in what it says."""
    return lambda: genuine(**other)


def whole(**other: Any) -> Callable[[], etree._Element]:
    """The Response is signed too."""

    def made() -> etree._Element:
        root = genuine(**other)
        sign(root, idp_pair())
        return root

    return made


def prepared(change: Callable[[etree._Element], object]) -> Callable[[], etree._Element]:
    """The assertion was changed, and then signed rightly."""

    def made() -> etree._Element:
        root = response()
        change(assertion_of(root))
        sign(assertion_of(root), idp_pair())
        return root

    return made


def condition(namespace: str, name: str) -> etree._Element:
    return etree.Element(f"{{{namespace}}}{name}")


def with_policy(**policy: Any) -> Callable[[], Settings]:
    return lambda: settings(**policy)


def nested_success() -> etree._Element:
    """It failed, and below that stands that it worked."""
    root = response(status=RESPONDER)
    inside(at(root, SAMLP, "StatusCode"), SAMLP, "StatusCode").set("Value", SUCCESS)
    sign(assertion_of(root), idp_pair())
    return root


def two_statuses() -> etree._Element:
    root = genuine(status=RESPONDER)
    other = condition(SAMLP, "Status")
    inside(other, SAMLP, "StatusCode").set("Value", SUCCESS)
    root.insert(2, other)
    return root


def second_authentication(one: etree._Element) -> None:
    statement = at(one, SAML, "AuthnStatement")
    one.append(etree.fromstring(etree.tostring(statement)))


def without(namespace: str, name: str) -> Callable[[etree._Element], None]:
    def change(one: etree._Element) -> None:
        found = at(one, namespace, name)
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return change


VERSION = Code.WRONG_VERSION
ATTACKS = [
    Attack(35, "the store fails", Code.REPLAYED, genuine, stores=Failing()),
    Attack(36, "unknown request", Code.UNKNOWN_REQUEST, said(in_response_to="_other")),
    Attack(36, "answered meanwhile", Code.REQUEST_ANSWERED, genuine, stores=Beaten()),
    Attack(37, "nobody asked", Code.UNSOLICITED, said(in_response_to=None, confirms=None)),
    Attack(
        37,
        "an answer to somebody else's request, made unsolicited",
        Code.CONFIRMS_OTHER_REQUEST,
        said(in_response_to=None),
        with_policy(allow_unsolicited=True),
    ),
    Attack(37, "confirms another request", Code.CONFIRMS_OTHER_REQUEST, said(confirms="_other")),
    Attack(37, "confirms no request", Code.CONFIRMS_OTHER_REQUEST, said(confirms=None)),
    Attack(38, "Recipient", Code.WRONG_RECIPIENT, said(recipient="https://other.example.org/acs")),
    Attack(38, "Recipient in capitals", Code.WRONG_RECIPIENT, said(recipient=ACS.upper())),
    Attack(38, "Recipient with a slash", Code.WRONG_RECIPIENT, said(recipient=f"{ACS}/")),
    Attack(38, "no Recipient", Code.WRONG_RECIPIENT, said(recipient=None)),
    Attack(38, "Destination", Code.WRONG_DESTINATION, said(destination=f"{ACS}?x=1")),
    Attack(
        38,
        "Destination with a port",
        Code.WRONG_DESTINATION,
        said(destination=ACS.replace(".org", ".org:443")),
    ),
    Attack(38, "signed without Destination", Code.WRONG_DESTINATION, whole(destination=None)),
    Attack(38, "signed without Issuer", Code.WRONG_ISSUER, whole(issuer=None)),
    Attack(39, "no audience", Code.NO_AUDIENCE, said(audiences=())),
    Attack(39, "no Conditions", Code.NO_AUDIENCE, prepared(without(SAML, "Conditions"))),
    Attack(39, "another audience", Code.WRONG_AUDIENCE, said(audiences=(("https://x",),))),
    Attack(39, "an empty restriction", Code.WRONG_AUDIENCE, said(audiences=((),))),
    Attack(39, "one of two", Code.WRONG_AUDIENCE, said(audiences=((SP,), ("https://x",)))),
    Attack(39, "a beginning", Code.WRONG_AUDIENCE, said(audiences=((SP[:-1], f"{SP}/x"),))),
    Attack(40, "not yet", Code.NOT_YET_VALID, said(start=NOW + 2 * MINUTE)),
    Attack(40, "no longer", Code.NO_LONGER_VALID, said(end=NOW - MINUTE)),
    Attack(40, "confirmed no longer", Code.CONFIRMATION_ENDED, said(confirmation_end=NOW - MINUTE)),
    Attack(40, "confirmed for ever", Code.CONFIRMATION_WITHOUT_END, said(confirmation_end=None)),
    Attack(40, "confirmed from", Code.CONFIRMATION_WITH_START, said(confirmation_start=NOW - HOUR)),
    Attack(40, "from the future", Code.ISSUED_IN_FUTURE, said(now=NOW + 2 * MINUTE)),
    Attack(40, "old", Code.ISSUED_TOO_LONG_AGO, said(now=NOW - HOUR)),
    Attack(40, "a session that ended", Code.SESSION_ENDED, said(session_end=NOW - MINUTE)),
    Attack(
        40,
        "more skew than is reasonable",
        Code.NO_LONGER_VALID,
        said(end=NOW - 5 * MINUTE),
        with_policy(skew=HOUR),
    ),
    Attack(
        40,
        "no moment",
        Code.MALFORMED_TIME,
        prepared(lambda one: at(one, SAML, "Conditions").set("NotBefore", "2026-06-31T00:00:00Z")),
    ),
    Attack(
        41,
        "unknown condition",
        Code.UNKNOWN_CONDITION,
        said(conditions=[condition("urn:x", "OnlyOnSundays")]),
    ),
    Attack(
        41, "a Condition", Code.UNKNOWN_CONDITION, said(conditions=[condition(SAML, "Condition")])
    ),
    Attack(42, "failure", Code.STATUS, said(status=RESPONDER)),
    Attack(42, "success below failure", Code.STATUS, nested_success),
    Attack(42, "two statuses", Code.UNEXPECTED_CONTENT, two_statuses),
    Attack(44, "empty NameID", Code.EMPTY_NAME_ID, said(name_id="")),
    Attack(44, "NameID of spaces", Code.EMPTY_NAME_ID, said(name_id="   ")),
    Attack(44, "no NameID", Code.NO_NAME_ID, said(name_id=None)),
    Attack(44, "no Subject", Code.NO_NAME_ID, prepared(without(SAML, "Subject"))),
    Attack(44, "a long NameID", Code.VALUE_TOO_LONG, said(name_id="a" * 1025)),
    Attack(44, "a long session", Code.VALUE_TOO_LONG, said(session_index="a" * 401)),
    Attack(44, "NameID with a space", Code.SPACE_IN_NAME_ID, said(name_id="anna-4711 ")),
    Attack(44, "NameID with a hard space", Code.SPACE_IN_NAME_ID, said(name_id="\u00a0anna-4711")),
    Attack(44, "NameID with a line", Code.CONTROL_CHARACTER, said(name_id="anna\n4711")),
    Attack(44, "invisible in NameID", Code.CONTROL_CHARACTER, said(name_id="anna\u200d-4711")),
    Attack(44, "turned round in NameID", Code.CONTROL_CHARACTER, said(name_id="\u202eanna")),
    Attack(
        44,
        "a control character in a value",
        Code.CONTROL_CHARACTER,
        said(attributes=[("mail", "", ["anna@example.org\u0085"])]),
    ),
    Attack(
        44,
        "a name twice",
        Code.ATTRIBUTE_REPEATED,
        said(attributes=[("mail", "", ["a@x"]), ("sn", "", ["A"]), ("mail", "", ["b@x"])]),
    ),
    Attack(
        44,
        "a name twice with two friendly names",
        Code.ATTRIBUTE_REPEATED,
        said(attributes=[("mail", "mail", ["a@x"]), ("mail", "uid", ["b@x"])]),
        with_policy(join_attributes=True),
    ),
    Attack(
        51, "another context", Code.WRONG_AUTHN_CONTEXT, genuine, with_policy(authn_context=(MFA,))
    ),
    Attack(
        51,
        "no context",
        Code.WRONG_AUTHN_CONTEXT,
        said(context=None),
        with_policy(authn_context=(MFA,)),
    ),
    Attack(
        51,
        "authenticated before",
        Code.NOT_AUTHENTICATED_ANEW,
        said(authn_instant=NOW - HOUR),
        with_policy(force_authn=True),
    ),
    Attack(51, "later", Code.AUTHENTICATED_IN_FUTURE, said(authn_instant=NOW + HOUR)),
    Attack(51, "never", Code.NO_AUTHN_STATEMENT, said(authn_instant=None)),
    Attack(51, "twice", Code.SEVERAL_AUTHN_STATEMENTS, prepared(second_authentication)),
    Attack(
        40,
        "for whom holds a key",
        Code.NO_BEARER_CONFIRMATION,
        said(method="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"),
    ),
    Attack(
        40,
        "confirmed by nothing",
        Code.NO_BEARER_CONFIRMATION,
        prepared(without(SAML, "SubjectConfirmationData")),
    ),
    Attack(
        40,
        "confirmed not at all",
        Code.NO_BEARER_CONFIRMATION,
        prepared(without(SAML, "SubjectConfirmation")),
    ),
    Attack(40, "SAML 1.1", VERSION, prepared(lambda one: one.set("Version", "1.1"))),
]


@each(ATTACKS)
def test_what_is_signed_but_wrong_is_not_believed(attack: Attack) -> None:
    check(attack)


def test_a_response_in_an_address_is_none() -> None:
    stores = Remembered()
    message = query(response(), "SAMLResponse", idp_pair())
    result = validate(message, Binding.REDIRECT, settings(), NOW, pending=stores, replay=stores)
    assert code(result) is Code.WRONG_BINDING


def test_an_assertion_stays_known_until_it_could_not_be_shown_again() -> None:
    kept: list[datetime] = []

    class Noting(Remembered):
        def first_time(self, issuer: str, message_id: str, until: datetime) -> bool:
            assert (issuer, message_id) == (IDP, "_assertion-1")
            kept.append(until)
            return True

    end = NOW + 20 * MINUTE
    identity(believe(genuine(end=end), stores=Noting()))
    assert kept == [end + 2 * MINUTE]


def test_a_refused_answer_leaves_its_request_open() -> None:
    stores = Remembered()
    assert code(believe(genuine(audiences=()), stores=stores)) is Code.NO_AUDIENCE
    assert identity(believe(genuine(), stores=stores)).name_id.value == "anna-4711"


def test_whatever_a_store_raises_nobody_signs_in() -> None:
    class Broken(Remembered):
        def is_open(self, request_id: str) -> NoReturn:
            raise KeyError(request_id)

    result = believe(genuine(), stores=Broken())
    assert result == Refusal(Code.UNEXPECTED, "KeyError")


@pytest.mark.parametrize("seconds", [-59, 59])
def test_clocks_may_differ_by_what_was_set(seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    end = NOW if seconds > 0 else NOW + HOUR
    root = genuine(start=NOW, end=end, confirmation_end=end, authn_instant=NOW)
    assert identity(believe(root, now=now)).name_id.value == "anna-4711"


def test_whoever_just_authenticated_did_so_anew() -> None:
    root = genuine(authn_instant=NOW - timedelta(seconds=5))
    connection = settings(force_authn=True, authn_context=(MFA, "urn:x"))
    assert code(believe(root, connection)) is Code.WRONG_AUTHN_CONTEXT
    fresh = genuine(authn_instant=NOW, context=MFA)
    assert identity(believe(fresh, connection)).authn_context == MFA


def test_roles_in_pieces_are_joined_where_that_was_decided() -> None:
    root = genuine(attributes=[("Role", "", ["a"]), ("sn", "", ["B"]), ("Role", "", ["c", "d"])])
    assert code(believe(root)) is Code.ATTRIBUTE_REPEATED
    found = identity(believe(root, settings(join_attributes=True)))
    assert [(one.name, one.values) for one in found.attributes] == [
        ("Role", ("a", "c", "d")),
        ("sn", ("B",)),
    ]


def test_a_status_says_what_the_identity_provider_said() -> None:
    root = response(status=RESPONDER)
    status = at(root, SAMLP, "Status")
    inside(status[0], SAMLP, "StatusCode").set(
        "Value", "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"
    )
    inside(status, SAMLP, "StatusMessage").text = "wrong\u0085 pass\nword"
    root.remove(assertion_of(root))
    result = believe(root, suffices())
    assert result == Refusal(Code.STATUS, "Responder: AuthnFailed: wrong<U+0085> pass word")


def test_a_name_within_a_value_is_read_as_text() -> None:
    """As in eduPersonTargetedID."""
    root = response(attributes=[("eptid", "", [""]), ("sn", "", ["Muster"])])
    inside(at(root, SAML, "AttributeValue"), SAML, "NameID").text = "anna-4711"
    sign(assertion_of(root), idp_pair())
    found = identity(believe(posted(root)))
    assert [one.values for one in found.attributes] == [("anna-4711",), ("Muster",)]
