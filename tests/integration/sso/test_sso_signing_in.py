"""Signing in from end to end: a served portal behind a proxy, real identity providers, HTTPS."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from stellwerk.sso.configuration import Signing
from stellwerk.sso.saml.names import Binding, EncryptionAlgorithm, NameIdFormat
from tests.servers.identity_provider import ALICE, BOB, SECOND, IdentityProvider, Manners
from tests.servers.introduction import introduce, provider
from tests.servers.portal import Portal
from tests.servers.simplesamlphp import SimpleSamlPhp
from tests.servers.walker import Page, Walker

_DEEP = "/people/?q=a"


def _walker(portal: Portal, idp: IdentityProvider, halt_at: str = "") -> Walker:
    return Walker(portal.ca_file, idp.ca_file, halt_at=halt_at)


def _sign_in(portal: Portal, walker: Walker, path: str = "/") -> Page:
    """Ask for a page, press the button, sign in as Alice there."""
    asked = walker.get(portal.origin + path)
    there = walker.get(asked.link("/sso/login"))
    return walker.log_in(there, ALICE.login, ALICE.password)


def test_a_deep_link_is_reached_through_the_identity_provider(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp)
    walker = _walker(portal, idp)
    page = _sign_in(portal, walker, _DEEP)
    assert (page.status, page.url) == (200, portal.origin + _DEEP)
    assert portal.do("sessions", "alice") == 1
    assert portal.do("refused") == []
    session = walker.cookie("stellwerk_session")
    assert session is not None
    assert session.secure
    assert not [url for url in walker.seen if url.startswith("http:")]


def test_a_profile_is_made_and_a_changed_surname_arrives(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp)
    _sign_in(portal, _walker(portal, idp))
    made = portal.do("fields", "alice")
    assert (made["first_name"], made["last_name"]) == ("Alice", "Äpfelböck")
    assert made["mail"] == "alice@example.org"
    assert not made["local_password"]
    married = replace(ALICE, attributes={**ALICE.attributes, "sn": ["Grünspan-Ößl"]})
    idp.configure(people=[married, BOB])
    assert _sign_in(portal, _walker(portal, idp)).status == 200
    assert portal.do("fields", "alice")["last_name"] == "Grünspan-Ößl"
    assert portal.do("sessions", "alice") == 2


@pytest.mark.parametrize(("kind", "hours"), [("simplesamlphp", 8), ("lemonldap", 20)])
def test_a_session_ends_when_the_identity_provider_says(
    portal: Portal, kind: str, hours: int, request: pytest.FixtureRequest
) -> None:
    idp: IdentityProvider = request.getfixturevalue(kind)
    introduce(portal, idp)
    before = datetime.now(UTC)
    _sign_in(portal, _walker(portal, idp))
    (said,) = portal.do("ends", "alice")
    rest = datetime.fromisoformat(said) - before
    assert timedelta(hours=hours, seconds=-2) < rest < timedelta(hours=hours, minutes=2)


def test_attributes_of_every_kind_of_letter_arrive(portal: Portal, idp: IdentityProvider) -> None:
    introduce(portal, idp)
    odd = {"givenName": ["+ - / = & % ?"], "sn": ["Ünïcödé 🦔 <b>&amp;</b>"]}
    idp.configure(people=[replace(ALICE, attributes={**ALICE.attributes, **odd}), BOB])
    page = _sign_in(portal, _walker(portal, idp), _DEEP)
    assert page.status == 200
    made = portal.do("fields", "alice")
    assert [made["first_name"]] == odd["givenName"]
    assert [made["last_name"]] == odd["sn"]
    assert "<b>&amp;</b>" not in page.text


def test_both_our_messages_may_be_posted(portal: Portal, idp: IdentityProvider) -> None:
    posted = provider(idp.metadata(), Binding.POST)
    introduce(portal, idp, provider=posted)
    walker = _walker(portal, idp)
    assert _sign_in(portal, walker, _DEEP).url == portal.origin + _DEEP


@pytest.mark.parametrize("binding", Binding)
def test_an_address_of_theirs_keeps_its_query(
    portal: Portal, idp: IdentityProvider, binding: Binding
) -> None:
    known = provider(idp.metadata(), binding)
    introduce(portal, idp, provider=replace(known, sso_address=f"{known.sso_address}?idpid=7&a=b"))
    walker = _walker(portal, idp)
    assert _sign_in(portal, walker, _DEEP).url == portal.origin + _DEEP
    assert [url for url in walker.seen if url.startswith(f"{known.sso_address}?idpid=7&a=b")]


def test_what_a_request_says_of_our_address_changes_nothing(portal: Portal) -> None:
    walker = Walker(portal.ca_file)
    usual = walker.get(f"{portal.origin}/sso/metadata")
    assert "http://127" not in usual.text
    assert f'Location="{portal.origin}/sso/acs"' in usual.text
    walker.say("X-Forwarded-Host", "evil.example")
    walker.say("Forwarded", "host=evil.example;proto=http")
    assert walker.get(f"{portal.origin}/sso/metadata").text == usual.text
    walker.say("Host", "evil.example")
    assert walker.get(f"{portal.origin}/sso/metadata").status == 421


def test_whoever_starts_there_is_refused_until_that_is_allowed(
    portal: Portal, idp: IdentityProvider
) -> None:
    settings = introduce(portal, idp)
    walker = _walker(portal, idp)
    start = idp.sign_in_there(f"{portal.origin}/sso/metadata", _DEEP)
    page = walker.log_in(walker.get(start), ALICE.login, ALICE.password)
    assert page.status == 403
    ((_what, code, event),) = portal.do("refused")
    assert code == "unsolicited"
    assert event in page.text
    portal.do("adjust", replace(settings, allow_unsolicited=True).to_document())
    assert walker.get(start).url == portal.origin + _DEEP
    assert portal.do("sessions", "alice") == 1


def test_a_message_that_was_believed_once_is_not_believed_again(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp, allow_unsolicited=True)
    thief = _walker(portal, idp, halt_at=portal.origin)
    start = idp.sign_in_there(f"{portal.origin}/sso/metadata")
    caught = thief.log_in(thief.get(start), ALICE.login, ALICE.password)
    for status, codes in ((200, []), (403, ["replayed"])):
        walker = _walker(portal, idp)
        assert walker.post(caught.url, caught.sent).status == status
        assert [code for _what, code, _event in portal.do("refused")] == codes


def test_another_browsers_answer_is_not_taken(portal: Portal, idp: IdentityProvider) -> None:
    introduce(portal, idp)
    victim, thief = _walker(portal, idp), _walker(portal, idp, halt_at=f"{portal.origin}/sso/acs")
    victim.get(f"{portal.origin}/sso/login")
    caught = _sign_in(portal, thief)
    assert victim.post(caught.url, caught.sent).status == 403
    assert [code for _what, code, _event in portal.do("refused")] == ["unknown-request"]


@pytest.mark.parametrize("relay", ["https://evil.example/", "//evil.example/", "javascript:1"])
def test_nobody_is_led_to_another_site(
    portal: Portal, simplesamlphp: SimpleSamlPhp, relay: str
) -> None:
    introduce(portal, simplesamlphp, allow_unsolicited=True)
    walker = _walker(portal, simplesamlphp)
    start = simplesamlphp.sign_in_there(f"{portal.origin}/sso/metadata", relay)
    page = walker.log_in(walker.get(start), ALICE.login, ALICE.password)
    assert page.status == 200
    assert page.url.startswith(f"{portal.origin}/")
    assert not [url for url in walker.seen if "evil" in url.partition("?")[0]]


@pytest.mark.parametrize(
    ("manners", "signing", "refused"),
    [
        (Manners(sign_response=False), Signing(), ""),
        (Manners(sign_assertion=False), Signing(), "assertion-unsigned"),
        (Manners(sign_assertion=False), Signing(response_signature_suffices=True), ""),
        (Manners(), Signing(verify_responses=True), ""),
        (Manners(sign_response=False), Signing(verify_responses=True), "response-unsigned"),
        (Manners(), Signing(want_assertions_encrypted=True), "not-encrypted"),
        *(
            (Manners(cipher=cipher), Signing(want_assertions_encrypted=True), "")
            for cipher in EncryptionAlgorithm
        ),
    ],
)
def test_what_is_demanded_is_enforced(
    portal: Portal, simplesamlphp: SimpleSamlPhp, manners: Manners, signing: Signing, refused: str
) -> None:
    introduce(portal, simplesamlphp, signing=signing)
    simplesamlphp.configure(manners)
    page = _sign_in(portal, _walker(portal, simplesamlphp), _DEEP)
    assert [code for _what, code, _event in portal.do("refused")] == ([refused] if refused else [])
    assert page.status == (403 if refused else 200)


def test_transient_names_are_recognised_by_an_attribute(
    portal: Portal, idp: IdentityProvider
) -> None:
    settings = introduce(portal, idp)
    mapped = replace(settings.attributes, identifier="uid")
    introduce(portal, idp, name_id_format=NameIdFormat.TRANSIENT, attributes=mapped)
    for sessions in (1, 2):
        assert _sign_in(portal, _walker(portal, idp), _DEEP).status == 200
        assert portal.do("sessions", "alice") == sessions


def test_a_wrong_certificate_lets_nobody_in(portal: Portal, idp: IdentityProvider) -> None:
    introduce(portal, idp)
    idp.configure(Manners(key=SECOND))
    walker = _walker(portal, idp)
    page = _sign_in(portal, walker)
    assert page.status == 403
    ((_what, code, event),) = portal.do("refused")
    assert code == "wrong-signature"
    assert event in page.text
    assert "signature" not in re.sub(r"<[^>]*>", "", page.text).casefold()
    assert walker.get(portal.origin + _DEEP).path.startswith("/sign-in/")


@pytest.mark.parametrize(
    ("clock", "code"), [(-86400, "issued-too-long-ago"), (86400, "issued-in-future")]
)
def test_a_wrong_clock_lets_nobody_in(
    portal: Portal, idp: IdentityProvider, clock: int, code: str
) -> None:
    introduce(portal, idp)
    idp.configure(Manners(clock=clock))
    assert _sign_in(portal, _walker(portal, idp)).status == 403
    assert [found for _what, found, _event in portal.do("refused")] == [code]


def test_a_hidden_login_page_leads_away_but_not_in_circles(
    portal: Portal, idp: IdentityProvider
) -> None:
    introduce(portal, idp, hide_login_page=True)
    idp.configure(Manners(key=SECOND))
    walker = _walker(portal, idp)
    there = walker.get(portal.origin + _DEEP)
    assert there.url.startswith(idp.url)
    refused = walker.log_in(there, ALICE.login, ALICE.password)
    assert refused.status == 403
    back = walker.get(refused.link("/sign-in/"))
    assert back.url.startswith(f"{portal.origin}/sign-in/")
    idp.configure(Manners())
    assert walker.get(back.link("/sso/login")).status == 200
    assert portal.do("sessions", "alice") == 1
