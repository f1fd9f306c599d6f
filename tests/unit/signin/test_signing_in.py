from datetime import timedelta

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.signin import cookie
from stellwerk.signin.actions import IDLE, LONGEST, token_hash
from stellwerk.signin.models import Session
from tests.browsing import PASSWORD, client_of, person, portal, sign_in, visitor

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_a_session() -> None:
    anna = person(portal(), password=PASSWORD)
    browser = visitor()
    assert sign_in(browser, " ANNA ", PASSWORD) == 303
    assert browser.get("/start/").status_code == 200
    row = Session.objects.get()
    assert row.person == anna
    token = browser.cookies[cookie.NAME]
    assert row.token_hash == token_hash(token.value)
    assert token.value not in str(Session.objects.values())
    assert token["httponly"]
    assert token["samesite"] == "Lax"


@pytest.mark.parametrize("login", ["anna", "nobody", "frieda"])
def test_a_wrong_password_says_the_same_to_all(login: str) -> None:
    here = portal()
    person(here, password=PASSWORD)
    person(here, "frieda")
    browser = visitor()
    answer = browser.post("/sign-in/", {"login": login, "password": "wrong"})
    assert answer.status_code == 422
    assert "The login or the password is wrong." in answer.content.decode()
    assert cookie.NAME not in browser.cookies


def test_no_password_opens_an_account_without_one() -> None:
    person(portal())
    for guess in ("!", " ", "None"):
        assert sign_in(visitor(), "anna", guess) == 422


def test_who_is_disabled_does_not_get_in_and_is_out_at_once() -> None:
    anna = person(portal(), password=PASSWORD)
    browser = client_of(anna)
    assert browser.get("/start/").status_code == 200
    Person.objects.update(state=Person.State.DISABLED)
    assert browser.get("/start/").status_code == 303
    assert sign_in(visitor(), "anna", PASSWORD) == 422


def test_a_person_of_another_portal_is_unknown() -> None:
    portal("First")
    other = portal("Other", address="http://other.example")
    anna = person(other, password=PASSWORD)
    assert sign_in(visitor(), "anna", PASSWORD) == 422
    assert client_of(anna).get("/start/").status_code == 303


def test_signing_in_again_ends_the_session_before() -> None:
    person(portal(), password=PASSWORD)
    browser = visitor()
    sign_in(browser, "anna", PASSWORD)
    first = browser.cookies[cookie.NAME].value
    sign_in(browser, "anna", PASSWORD)
    assert browser.cookies[cookie.NAME].value != first
    assert Session.objects.get().token_hash != token_hash(first)


def test_a_token_chosen_by_someone_else_is_worth_nothing() -> None:
    person(portal(), password=PASSWORD)
    browser = visitor()
    browser.cookies[cookie.NAME] = "planted"
    sign_in(browser, "anna", PASSWORD)
    assert browser.cookies[cookie.NAME].value != "planted"


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie() -> None:
    browser = client_of(person(portal()))
    token = browser.cookies[cookie.NAME].value
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 302
    thief = visitor()
    thief.cookies[cookie.NAME] = token
    assert thief.get("/start/").status_code == 303


@pytest.mark.parametrize("used", [True, False])
def test_a_session_ends(used: bool) -> None:
    browser = client_of(person(portal()))
    with clock.held(clock.now()) as hand:
        end = clock.now() + (LONGEST if used else IDLE)
        while clock.now() < end - timedelta(hours=1):
            hand.forward(hours=1)
            assert not used or browser.get("/start/").status_code == 200
        hand.forward(hours=1, seconds=1)
        assert browser.get("/people/?x=1").status_code in {303, 404}
        answer = browser.get("/sessions/?x=1")
        assert answer.status_code == 303
        assert answer["Location"] == "/sign-in/?next=%2Fsessions%2F%3Fx%3D1"


def test_signing_in_leads_to_the_page_that_was_asked_for() -> None:
    person(portal(), password=PASSWORD)
    browser = visitor()
    given = {"login": "anna", "password": PASSWORD, "next": "/sessions/?x=1"}
    assert browser.post("/sign-in/", given)["Location"] == "/sessions/?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-in/",
        "/sign-out/",
        "/nothing-here",
        "sessions/",
        "",
    ],
)
def test_and_nowhere_else(elsewhere: str) -> None:
    person(portal(), password=PASSWORD)
    given = {"login": "anna", "password": PASSWORD, "next": elsewhere}
    assert visitor().post("/sign-in/", given)["Location"] == "/"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in() -> None:
    portal()
    part = {"hx-request": "true", "hx-current-url": "http://localhost/sessions/"}
    answer = visitor(**part).get("/sessions/")
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fsessions%2F"


def test_a_button_pressed_too_late_leads_back_to_its_page() -> None:
    portal()
    answer = visitor(referer="http://localhost/sessions/?x=1").post("/sessions/others/")
    assert answer["Location"] == "/sign-in/?next=%2Fsessions%2F%3Fx%3D1&form=1"
    answer = visitor(referer="http://evil.example/sessions/").post("/sessions/others/")
    assert answer["Location"] == "/sign-in/?next=%2F&form=1"


def test_a_form_from_another_site_is_refused() -> None:
    person(portal(), password=PASSWORD)
    browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    answer = browser.post("/sign-in/", {"login": "anna", "password": PASSWORD})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_sign_in_is_on_the_trail_without_the_password() -> None:
    person(portal(), "anna", Role.OWNER, password=PASSWORD)
    sign_in(visitor(), "anna", PASSWORD)
    assert Trail.objects.filter(verb="session.open", actor="anna").exists()
    assert PASSWORD not in str(list(Trail.objects.values()))
