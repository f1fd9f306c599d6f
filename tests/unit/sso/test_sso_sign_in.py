"""Signing in through the identity provider: the way there, the answer, the session."""

from datetime import timedelta

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.signin import cookie
from stellwerk.signin.models import Session
from stellwerk.sso.models import Link, Refused
from stellwerk.sso.saml.names import Binding
from tests.saml_messages.building import NOW
from tests.saml_messages.connection import posted
from tests.saml_messages.keys import rsa_pair
from tests.unit.sso.visiting import (
    ADDRESS,
    Visitor,
    attributes,
    code,
    configured,
    fields_of,
    here,
    request_id,
    sent,
    switched_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def test_whoever_is_new_is_made_and_lands_on_the_page_that_was_wanted() -> None:
    switched_on(here())
    browser = Visitor()
    answer = browser.sign_in("/sessions/?x=1")
    assert (answer.status_code, answer["Location"]) == (303, "/sessions/?x=1")
    person = Person.objects.get()
    assert (person.first_name, person.last_name) == ("Änne", "Müller & Söhne <x>")
    assert (person.mail, person.login) == ("anna@example.org", "anna@example.org")
    assert not person.has_usable_password()
    assert browser.client.get("/sessions/").status_code == 200


def test_characters_that_broke_others_arrive_unharmed() -> None:
    switched_on(here())
    last = "O'Neil+-/=&%? Ärmel ß 👩‍🚒"
    Visitor().sign_in(attributes=attributes(sn=last, title="Who?"))
    assert Person.objects.get().last_name == last


def test_the_session_cookie_is_lax_and_the_request_cookie_comes_from_other_sites() -> None:
    switched_on(here())
    browser = Visitor()
    request = browser.begin()
    asked = browser.client.cookies["stellwerk_sso"]
    assert (asked["samesite"], bool(asked["secure"]), bool(asked["httponly"])) == (
        "None", True, True,
    )  # fmt: skip
    browser.come_back(request)
    session = browser.client.cookies[cookie.NAME]
    assert (session["samesite"], bool(session["secure"])) == ("Lax", True)


def test_the_query_of_the_identity_providers_address_stays() -> None:
    switched_on(here())
    location = Visitor().client.get("/sso/login")["Location"]
    assert location.startswith("https://idp.example.org/sso?idpid=777&SAMLRequest=")


def test_the_relay_state_tells_nobody_where_somebody_goes() -> None:
    switched_on(here())
    answer = Visitor().client.get("/sso/login", {"next": "/people/?q=secret"})
    assert "secret" not in answer["Location"]
    assert f"RelayState={request_id(answer['Location'])}" in answer["Location"]


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil", "/nope"])
def test_nobody_is_led_to_another_site(wanted: str) -> None:
    switched_on(here())
    answer = Visitor().sign_in(wanted)
    assert (answer.status_code, answer["Location"]) == (303, "/")


def test_a_request_by_post_goes_from_a_page_that_may_post_to_that_site_alone() -> None:
    switched_on(here(), configured(provider_sso_binding=Binding.POST))
    browser = Visitor()
    answer = browser.client.get("/sso/login")
    policy = answer["Content-Security-Policy"]
    assert "form-action 'self' https://idp.example.org;" in policy + ";"
    assert "unsafe" not in policy
    assert set(fields_of(answer.content)) == {"SAMLRequest", "RelayState"}
    assert b"<noscript><button" in answer.content
    elsewhere = browser.client.get("/sign-in/?local=1")
    assert "idp.example.org" not in elsewhere["Content-Security-Policy"]


def test_a_spoofed_host_changes_no_address() -> None:
    switched_on(here())
    near = Client(headers={"host": "localhost"}, REMOTE_ADDR="127.0.0.1")
    message = sent(near.get("/sso/login?here=1")["Location"])
    assert message.get("AssertionConsumerServiceURL") == f"{ADDRESS}/sso/acs"
    assert b"localhost" not in near.get("/sso/metadata").content
    assert Client(headers={"host": "evil.example"}).get("/sso/metadata").status_code == 421


def test_under_another_name_of_the_portal_sign_on_begins_at_its_own_address() -> None:
    where = here()
    where.domains.create(name="alias.example.org")
    switched_on(where)
    browser = Client(headers={"host": "alias.example.org"})
    answer = browser.get("/sso/login?next=/sessions/")
    assert answer["Location"] == f"{ADDRESS}/sso/login?next=%2Fsessions%2F&here=1"
    # A proxy that hides the name leads nobody in circles.
    again = browser.get("/sso/login?next=/sessions/&here=1")
    assert again["Location"].startswith("https://idp.example.org/")


def test_metadata_is_public_and_stable() -> None:
    switched_on(here())
    one, two = (Visitor().client.get("/sso/metadata") for _ in range(2))
    assert one["Content-Type"] == "application/samlmetadata+xml"
    assert one.content == two.content
    assert f'entityID="{ADDRESS}/sso/metadata"'.encode() in one.content
    assert b"http://" + ADDRESS.removeprefix("https://").encode() not in one.content


def test_an_answer_counts_once() -> None:
    switched_on(here())
    browser = Visitor()
    request = browser.begin()
    message = posted(browser.answered(request))
    assert browser.post(message, request).status_code == 303
    assert code(browser.post(message, request)) in {"replayed", "unknown-request"}
    again = posted(browser.answered(request))
    assert code(browser.post(again, request)) == "unknown-request"


def test_an_answer_in_another_browser_counts_for_nothing() -> None:
    switched_on(here())
    mine, thief = Visitor(), Visitor()
    request = mine.begin()
    thief.begin()
    assert code(thief.come_back(request)) == "unknown-request"
    assert thief.session is None
    assert mine.come_back(request).status_code == 303


def test_several_tabs_sign_in_at_once() -> None:
    switched_on(here())
    browser = Visitor()
    first, second = browser.begin("/sessions/"), browser.begin("/password/")
    assert browser.come_back(second)["Location"] == "/password/"
    browser.client.cookies.pop(cookie.NAME)
    assert browser.come_back(first)["Location"] == "/sessions/"


def test_an_answer_is_found_without_its_relay_state() -> None:
    switched_on(here())
    browser = Visitor()
    assert browser.come_back(browser.begin("/sessions/"), relay="")["Location"] == "/sessions/"


def test_an_answer_after_an_hour_comes_too_late(hand: clock.Hand) -> None:
    switched_on(here())
    browser = Visitor()
    request = browser.begin()
    hand.forward(minutes=61)
    late = {"now": clock.now(), "authn_instant": clock.now()}
    late |= {"start": clock.now(), "end": clock.now() + timedelta(minutes=5)}
    late["confirmation_end"] = late["end"]
    assert code(browser.come_back(request, **late)) == "unknown-request"


def test_nobody_asked_for_it_is_off_by_default() -> None:
    switched_on(here())
    assert code(Visitor().come_back(None, relay="/sessions/")) == "unsolicited"


def test_where_it_is_on_an_answer_nobody_asked_for_leads_to_pages_of_ours_alone() -> None:
    switched_on(here(), configured(allow_unsolicited=True))
    assert Visitor().come_back(None, relay="/sessions/")["Location"] == "/sessions/"
    assert Visitor().come_back(None, relay="https://evil.example/")["Location"] == "/"
    browser = Visitor()
    message = posted(browser.answered(None))
    assert browser.post(message).status_code == 303
    assert code(browser.post(message)) == "replayed"


def test_a_session_is_new_each_time_and_the_old_one_of_the_browser_ends() -> None:
    switched_on(here(), configured(allow_unsolicited=True))
    browser = Visitor()
    browser.sign_in()
    before = browser.session
    assert before is not None
    browser.come_back(None)
    after = browser.session
    assert after is not None
    assert after.pk != before.pk
    assert not Session.objects.filter(pk=before.pk).exists()


def test_one_person_signs_in_with_several_browsers() -> None:
    switched_on(here())
    one, two = Visitor(), Visitor()
    one.sign_in(session_index="_a")
    two.sign_in(session_index="_b")
    assert one.person == two.person
    assert Session.objects.count() == 2
    assert Person.objects.count() == 1


def test_the_session_ends_when_the_identity_provider_says(hand: clock.Hand) -> None:
    switched_on(here())
    browser = Visitor()
    browser.sign_in(session_end=NOW + timedelta(minutes=30))
    hand.forward(minutes=29)
    assert browser.client.get("/sessions/").status_code == 200
    hand.forward(minutes=2)
    assert browser.client.get("/sessions/").status_code == 303


def test_only_the_two_addresses_of_the_identity_provider_are_exempt_from_csrf() -> None:
    switched_on(here())
    strict = Client(enforce_csrf_checks=True, headers={"host": "portal.example.org"})
    assert b"was not accepted" in strict.post("/sso/acs", {"SAMLResponse": "x"}).content
    assert b"was not accepted" in strict.post("/sso/slo/callback", {"SAMLResponse": "x"}).content
    assert b"open for too long" in strict.post("/sso/logout").content
    assert b"open for too long" in strict.post("/sso/confirm").content


def test_an_answer_by_redirect_has_its_own_reason() -> None:
    switched_on(here())
    answer = Visitor().client.get("/sso/acs", {"SAMLResponse": "x"})
    assert code(answer) == "wrong-binding"


def test_two_messages_at_once_are_none() -> None:
    switched_on(here())
    answer = Visitor().client.post("/sso/acs", {"SAMLResponse": ["x", "y"]})
    assert code(answer) == "wrong-message"


def test_the_error_page_tells_an_event_and_nothing_else() -> None:
    switched_on(here())
    browser = Visitor()
    message = browser.answered(browser.begin(), pair=rsa_pair("stranger"))
    answer = browser.post(posted(message))
    kept = Refused.objects.get()
    page = answer.content.decode()
    assert str(kept.event) in page
    assert kept.code == "wrong-signature"
    assert kept.code not in page
    assert kept.message
    assert "anna" not in page
    assert Trail.objects.filter(verb="sso.refuse", object=f"sso:{kept.event}").exists()
    assert browser.session is None
    assert not Link.objects.exists()


def test_refusals_slow_their_address_down() -> None:
    switched_on(here())
    browser = Visitor()
    for _ in range(100):
        assert browser.post("x").status_code == 403
    answer = browser.post("x")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Refused.objects.count() == 100


def test_whoever_comes_in_takes_a_refusal_of_their_address_back() -> None:
    switched_on(here())
    browser = Visitor()
    for _ in range(99):
        browser.post("x")
    for _ in range(3):
        browser.sign_in()
        browser.client.cookies.pop(cookie.NAME)
        browser.post("x")
    assert browser.sign_in().status_code == 303


def test_what_is_refused_is_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stellwerk.sso.refusals.MOST", 3)
    switched_on(here())
    first = Visitor().post("first")
    for _ in range(3):
        Visitor().post("y" * 300_000)
    assert Refused.objects.count() == 3
    assert str(first.context["event"]) not in {str(row.event) for row in Refused.objects.all()}
    assert max(len(row.message) for row in Refused.objects.all()) == 64_000


def test_where_it_is_off_nothing_answers() -> None:
    here()
    browser = Visitor()
    assert browser.client.get("/sso/login").status_code == 404
    assert browser.post("x").status_code == 404
    assert browser.client.get("/sso/slo/callback").status_code == 404
