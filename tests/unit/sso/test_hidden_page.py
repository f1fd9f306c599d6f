"""The sign-in page beside the identity provider's, and what happens when it is switched."""

from typing import Any

import pytest

from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Trail
from stellwerk.signin.actions import set_password
from stellwerk.signin.errors import PasswordElsewhere
from stellwerk.signin.models import Session
from stellwerk.sources.models import Record
from stellwerk.sso import queries
from stellwerk.sso.models import Link
from stellwerk.sso.switching import turn_off, turn_on
from tests.browsing import PASSWORD, person, sign_in
from tests.saml_messages.connection import posted
from tests.saml_messages.keys import rsa_pair
from tests.unit.sso.visiting import Visitor, attributes, code, configured, here, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def test_the_button_says_what_was_chosen() -> None:
    switched_on(here(), configured(label="Lindenau <ID>"))
    page = Visitor().client.get("/sign-in/", {"next": "/sessions/"}).content.decode()
    assert "Lindenau &lt;ID&gt;" in page
    assert 'href="/sso/login?next=%2Fsessions%2F"' in page
    assert 'name="password"' in page


def test_without_single_sign_on_there_is_no_button() -> None:
    here()
    assert b"/sso/login" not in Visitor().client.get("/sign-in/").content


def test_the_hidden_page_leads_on_by_itself_and_back_to_the_deep_link() -> None:
    switched_on(here(), configured(hide_login_page=True))
    browser = Visitor()
    answer = browser.client.get("/sessions/?x=1")
    answer = browser.client.get(answer["Location"])
    assert answer.status_code == 302
    answer = browser.client.get(answer["Location"])
    assert answer["Location"].startswith("https://idp.example.org/")


def test_break_glass_shows_the_page_and_lets_local_people_in() -> None:
    where = here()
    person(where, "local", Role.OWNER, password=PASSWORD)
    switched_on(where, configured(hide_login_page=True))
    browser = Visitor()
    page = browser.client.get("/sign-in/?local=1")
    assert page.status_code == 200
    assert b'name="password"' in page.content
    assert sign_in(browser.client, "local", "wrong") == 422
    assert sign_in(browser.client, "local", PASSWORD) == 303


def test_the_hidden_page_never_leads_on_after_an_error_or_a_logout() -> None:
    switched_on(here(), configured(hide_login_page=True, provider_slo_address=""))
    browser = Visitor()
    message = browser.answered(browser.begin(), pair=rsa_pair("stranger"))
    refused = browser.post(posted(message))
    assert refused.status_code == 403
    assert b'href="/sign-in/?out=1"' in refused.content
    assert browser.client.get("/sign-in/?out=1").status_code == 200
    browser.sign_in()
    for way in ("/sso/logout", "/sign-out/"):
        answer = browser.client.post(way)
        assert answer["Location"] == "/sign-in/?out=1"
        assert browser.client.get(answer["Location"]).status_code == 200
        browser.sign_in()


def test_after_a_form_the_hidden_page_goes_on_by_a_page() -> None:
    switched_on(here(), configured(hide_login_page=True))
    browser = Visitor()
    answer = browser.client.post("/sessions/others/")
    page = browser.client.get(answer["Location"])
    assert page.status_code == 200
    assert b'<meta http-equiv="refresh" content="0;url=/sso/login?next=' in page.content


def test_whoever_is_signed_in_is_not_sent_away_again() -> None:
    switched_on(here(), configured(hide_login_page=True))
    browser = Visitor()
    browser.sign_in()
    assert browser.client.get("/sso/login?next=/sessions/")["Location"] == "/sessions/"


def test_switched_off_people_are_ordinary_and_known_again_when_it_is_on() -> None:
    where = here()
    switched_on(where)
    browser = Visitor()
    browser.sign_in(attributes=attributes(role="boss"))
    who = Person.objects.get()
    assert queries.is_sso(who)
    assert "last_name" in queries.locked_fields(who)
    assert who.owned["mails"] == "sso"
    with pytest.raises(PasswordElsewhere):
        set_password(who, Masked(PASSWORD), actor="test", keep=None)

    turn_off(where, actor="test")
    who.refresh_from_db()
    assert not queries.is_sso(who)
    assert queries.locked_fields(who) == frozenset()
    assert set(who.owned.values()) == {"local"}
    assert not Session.objects.exists()
    assert not RoleGrant.objects.exists()
    assert who.state == "active"
    assert Record.objects.filter(person=who, absent_since=None).exists()
    assert Trail.objects.get(verb="sso.off").after == {"people": 1, "sessions": 1}
    set_password(who, Masked(PASSWORD), actor="test", keep=None)
    assert sign_in(Visitor().client, who.login, PASSWORD) == 303

    turn_on(where, actor="test")
    who.refresh_from_db()
    assert who.password == "!"
    assert who.owned["mails"] == "sso"
    assert sign_in(Visitor().client, who.login, PASSWORD) == 422
    again = Visitor()
    again.sign_in(attributes=attributes(sn="Neu"))
    assert again.person == who
    assert Person.objects.get().last_name == "Neu"


def test_after_another_switch_another_identity_provider_may_mean_the_same_people() -> None:
    where = here()
    row = switched_on(where)
    Visitor().sign_in(attributes=attributes(memberOf="staff"))
    who = Person.objects.get()
    other = "https://new.example.org/idp"
    said: dict[str, Any] = {"issuer": other, "assertion_issuer": other, "name_id": "new"}
    row.document = configured(provider_entity_id=other).to_document()
    row.save()
    assert code(Visitor().sign_in(**said)) == "other-issuer"
    turn_off(where, actor="test")
    turn_on(where, actor="test")
    assert not queries.is_sso(who)
    browser = Visitor()
    browser.sign_in(**said, attributes=attributes(sn="Neu", memberOf="staff"))
    assert browser.person == who
    assert Record.objects.get(kind="person").attributes["lastname"] == ["Neu"]
    assert Person.objects.get().last_name == "Neu"
    assert who.membership_set.count() == 1


def test_the_last_local_owner_stays_local_when_it_is_on_again() -> None:
    where = here()
    switched_on(where)
    Visitor().sign_in()
    who = Person.objects.get()
    turn_off(where, actor="test")
    set_password(who, Masked(PASSWORD), actor="test", keep=None)
    RoleGrant.objects.create(person=who, role=Role.OWNER)
    turn_on(where, actor="test")
    assert not Link.objects.exists()
    assert sign_in(Visitor().client, who.login, PASSWORD) == 303
