"""What somebody tries who has an account at the identity provider, or only a network address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, add_local_person, change_people
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Trail
from stellwerk.signin.models import Session
from stellwerk.sso.connecting import save
from stellwerk.sso.models import Link, Refused
from stellwerk.sso.saml.names import Binding
from tests.browsing import PASSWORD, person, sign_in
from tests.saml_messages.building import NOW
from tests.unit.sso.visiting import (
    MAPPED,
    Visitor,
    attributes,
    code,
    configured,
    here,
    logout_query,
    switched_on,
)

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


def test_nobody_locks_out_the_others_behind_their_address() -> None:
    switched_on(here())
    browser, attacker = Visitor(), Visitor()
    for _ in range(100):
        attacker.post("x")
    assert attacker.post("x").status_code == 429
    assert browser.sign_in().status_code == 303


def test_no_logout_is_lost_because_of_others_behind_the_address() -> None:
    switched_on(here())
    browser, attacker = Visitor(), Visitor()
    browser.sign_in()
    for _ in range(101):
        attacker.client.get("/sso/slo/callback", {"SAMLRequest": "x"})
    assert attacker.client.get("/sso/slo/callback", {"SAMLRequest": "x"}).status_code == 429
    assert Visitor().client.get(f"/sso/slo/callback?{logout_query()}").status_code == 302
    assert browser.session is None


def test_while_an_address_is_locked_nothing_of_it_is_kept_whatever_it_began() -> None:
    switched_on(here())
    attacker = Visitor()
    for _ in range(101):
        attacker.post("x")
    kept = Refused.objects.count(), Trail.objects.count()
    request = attacker.begin()
    assert attacker.post("x", request).status_code == 429
    assert (Refused.objects.count(), Trail.objects.count()) == kept


def test_many_refusals_of_one_address_push_out_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stellwerk.sso.refusals.MOST", 5)
    switched_on(here())
    honest = Client(headers={"host": "portal.example.org"}, REMOTE_ADDR="192.0.2.7")
    honest.post("/sso/acs", {"SAMLResponse": "honest"})
    for number in range(20):
        flood = Client(headers={"host": "portal.example.org"}, REMOTE_ADDR=f"2001:db8::{number}")
        flood.post("/sso/acs", {"SAMLResponse": "flood"})
    assert Refused.objects.count() == 5
    assert Refused.objects.filter(message="honest").exists()


def test_whoever_another_identity_provider_let_in_is_out_once_it_is_replaced() -> None:
    where = here()
    switched_on(where)
    browser = Visitor()
    browser.sign_in(attributes=attributes(role="boss"))
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).exists()
    save(where, configured(provider_entity_id="https://new.example.org/idp"), actor="test")
    assert browser.session is None
    assert not RoleGrant.objects.exists()
    assert "sso" not in Person.objects.get().owned.values()
    save(where, configured(), actor="test")
    assert browser.sign_in(attributes=attributes(role="boss")).status_code == 303
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).exists()


def test_what_a_replaced_identity_provider_asked_to_confirm_is_over() -> None:
    where = here()
    person(where, "other", Role.OWNER, password=PASSWORD)
    boss = person(where, "boss", Role.OWNER, password=PASSWORD)
    change_people([(boss, PersonFields("boss", "Bea", "Boss", mails=("anna@example.org",)))])
    switched_on(where)
    browser = Visitor()
    wanted = browser.client.get(browser.sign_in()["Location"]).context["next"]
    assert sign_in(browser.client, "boss", PASSWORD) in {302, 303}
    save(where, configured(provider_entity_id="https://new.example.org/idp"), actor="test")
    number = wanted.partition("request=")[2]
    answer = browser.client.post("/sso/confirm", {"request": number})
    assert code(answer) == "not-confirmed"
    assert Person.objects.get(pk=boss.pk).has_usable_password()


def test_an_address_in_metadata_writes_nothing_else_into_the_policy_of_a_page() -> None:
    address = "https://idp.example.org;script-src 'unsafe-inline' https://evil.example/sso"
    switched_on(here(), configured(provider_sso_binding=Binding.POST, provider_sso_address=address))
    answer = Visitor().client.get("/sso/login")
    assert code(answer) == "not-ready"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_what_is_set_up_wrongly_fills_no_list_however_often_it_is_asked_for(
    hand: clock.Hand,
) -> None:
    address = "https://idp.example.org;x/sso"
    switched_on(here(), configured(provider_sso_binding=Binding.POST, provider_sso_address=address))
    kept = Trail.objects.count()
    events = {str(Visitor().client.get("/sso/login").context["event"]) for _ in range(5)}
    assert (len(events), Refused.objects.count(), Trail.objects.count() - kept) == (1, 1, 1)
    hand.forward(minutes=2)
    Visitor().client.get("/sso/login")
    assert Refused.objects.count() == 2


def test_a_role_that_no_value_gives_any_more_is_taken_away_at_once() -> None:
    where = here()
    switched_on(where)
    Visitor().sign_in(attributes=attributes(role=["boss", "help"]))
    save(where, configured(attributes=replace(MAPPED, roles={"help": "help_desk"})), actor="test")
    assert [row.role for row in RoleGrant.objects.all()] == [Role.HELP_DESK]
    save(where, configured(attributes=replace(MAPPED, role="")), actor="test")
    assert not RoleGrant.objects.exists()
