"""What somebody tries who has an account at the identity provider, or only a network address."""

from datetime import timedelta

import pytest

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, add_local_person, change_people
from stellwerk.people.models import Person
from stellwerk.signin.models import Session
from stellwerk.sso.models import Link
from tests.browsing import PASSWORD, person, sign_in
from tests.saml_messages.building import NOW
from tests.unit.sso.visiting import Visitor, attributes, code, configured, here, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]

LONG_S, KELVIN = "\u017f", "\u212a"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (f"chri{LONG_S}@example.org", "chris@example.org"),
        (f"{KELVIN}im@example.org", "kim@example.org"),
        ("straße@example.org", "strasse@example.org"),
        ("\ufb01nn@example.org", "finn@example.org"),
        (f"anna@{LONG_S}ad.example", "anna@sad.example"),
    ],
)
def test_a_mail_address_that_only_looks_the_same_links_nobody(theirs: str, ours: str) -> None:
    where = here()
    add_local_person(where, PersonFields("old", mails=(ours,)), actor="test")
    switched_on(where, configured(trusted_domains=("example.org", "sad.example")))
    assert code(Visitor().sign_in(attributes=attributes(mail=theirs))) == "mail-taken"
    assert not Link.objects.exists()


def test_a_mail_address_in_other_case_is_the_same() -> None:
    where = here()
    old = add_local_person(where, PersonFields("old", mails=("Anna@Example.ORG",)), actor="test")
    switched_on(where)
    browser = Visitor()
    browser.sign_in(attributes=attributes(mail="ANNA@example.org"))
    assert browser.person == old


def test_who_prepared_an_account_with_a_password_is_out_once_its_person_comes() -> None:
    where = here()
    old = person(where, "anna", password=PASSWORD)
    change_people([(old, PersonFields("anna", mails=("anna@example.org",)))])
    switched_on(where)
    before = Visitor()
    sign_in(before.client, "anna", PASSWORD)
    assert before.session is not None
    browser = Visitor()
    browser.sign_in()
    assert browser.person == old
    assert before.session is None


def test_a_session_that_ends_within_the_skew_does_not_lead_round_and_round(
    hand: clock.Hand,
) -> None:
    switched_on(here(), configured(hide_login_page=True, skew_seconds=60))
    browser = Visitor()
    answer = browser.sign_in("/sessions/", session_end=NOW - timedelta(seconds=30))
    assert answer["Location"] == "/sessions/"
    assert browser.client.get("/sessions/").status_code == 200
    hand.forward(seconds=31)
    assert browser.client.get("/sessions/").status_code == 303


def test_nobody_is_asked_to_confirm_what_their_browser_never_asked_for() -> None:
    where = here()
    person(where, "other", Role.OWNER, password=PASSWORD)
    boss = person(where, "boss", Role.OWNER, password=PASSWORD)
    change_people([(boss, PersonFields("boss", "Bea", "Boss", mails=("anna@example.org",)))])
    switched_on(where, configured(allow_unsolicited=True))
    browser = Visitor()
    browser.begin()
    answer = browser.come_back(None, relay="/sessions/")
    assert code(answer) == "not-confirmed"
    request = browser.begin("/sessions/")
    asked = browser.come_back(request)
    assert asked["Location"].startswith("/sign-in/?local=1&next=")
    assert not Link.objects.exists()
    assert not Session.objects.exists()
    assert Person.objects.get(pk=boss.pk).has_usable_password()
