"""Who somebody of the identity provider is here, and what is kept of them."""

from dataclasses import replace
from typing import Any

import pytest

from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, add_local_person, change_people
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal, Trail
from stellwerk.signin.models import Preference
from stellwerk.sources.models import Decision, Record
from stellwerk.sso.models import Link, Refused
from stellwerk.sso.saml.names import NameIdFormat
from tests.browsing import PASSWORD, client_of, person, sign_in
from tests.unit.sso.visiting import (
    MAPPED,
    TRANSIENT,
    Visitor,
    attributes,
    code,
    configured,
    here,
    switched_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def anna(where: Portal, mail: str = "anna@example.org", **more: Any) -> Person:
    """Somebody who is there already."""
    fields = PersonFields("anna", "Anna", "Alt", mails=(mail,), **more)
    return add_local_person(where, fields, actor="test")


def powerful(where: Portal, role: Role, login: str = "boss") -> Person:
    """Somebody with a role and a password."""
    made = person(where, login, role, password=PASSWORD)
    fields = PersonFields(login, "Bea", "Boss", mails=("anna@example.org",))
    change_people([(made, fields)])
    return made


def test_all_mapped_fields_are_kept_under_the_names_rules_and_targets_know() -> None:
    switched_on(here())
    given = attributes(title="Who?", l="Köln", mobile="+49 1", lang="de-DE", extra="no")
    Visitor().sign_in(attributes=given)
    record = Record.objects.get(kind="person")
    assert record.source.kind == "sso"
    assert record.attributes == {
        "username": ["anna@example.org"],
        "firstname": ["Anna"],
        "lastname": ["Arendt"],
        "displayName": ["Anna Arendt"],
        "mailPrimaryAddress": ["anna@example.org"],
        "title": ["Who?"],
        "city": ["Köln"],
        "phone": ["+49 1"],
        "preferredLanguage": ["de-DE"],
    }
    assert Preference.objects.get().language == "de"


def test_a_changed_surname_arrives_with_the_next_sign_in() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(title="Dr."))
    Visitor().sign_in(attributes=attributes(sn="Neumann"))
    who = Person.objects.get()
    assert (who.last_name, who.display_name) == ("Neumann", "Anna Neumann")
    assert "title" not in Record.objects.get().attributes


def test_an_unchanged_profile_writes_no_record() -> None:
    switched_on(here())
    Visitor().sign_in()
    before = Trail.objects.filter(verb__startswith="record.").count()
    Visitor().sign_in()
    assert Trail.objects.filter(verb__startswith="record.").count() == before


def test_attributes_are_found_by_name_or_friendly_name() -> None:
    mapped = configured().attributes
    switched_on(here(), configured(attributes=mapped))
    given = [("givenName", "", ("Anna",)), ("urn:oid:2.5.4.4", "sn", ("Arendt", "Other"))]
    Visitor().sign_in(attributes=[*given, ("mail", "x", (" ", " anna@example.org "))])
    who = Person.objects.get()
    assert (who.first_name, who.last_name, who.mail) == ("Anna", "Arendt", "anna@example.org")


@pytest.mark.parametrize(
    ("lacking", "why", "said"),
    [
        ("givenName", "no-first-name", "did not give your first name"),
        ("sn", "no-last-name", "did not give your last name"),
        ("mail", "no-mail", "did not give your mail address"),
    ],
)
def test_who_lacks_a_name_or_mail_is_told_so(lacking: str, why: str, said: str) -> None:
    switched_on(here())
    browser = Visitor()
    answer = browser.sign_in(attributes=attributes(**{lacking: ""}))
    assert code(answer) == why
    assert said in answer.content.decode()
    assert not Person.objects.exists()
    assert browser.session is None


def test_people_are_matched_by_issuer_and_name_id() -> None:
    switched_on(here())
    Visitor().sign_in(name_id="a", attributes=attributes(mail="a@example.org"))
    Visitor().sign_in(name_id="a", attributes=attributes(mail="a2@example.org"))
    Visitor().sign_in(name_id="b", attributes=attributes(mail="b@example.org"))
    assert set(Person.objects.values_list("mail", flat=True)) == {"a2@example.org", "b@example.org"}
    assert {link.kind for link in Link.objects.all()} == {"name_id"}


def transient(**more: Any) -> Any:
    mapped = replace(MAPPED, identifier="uid")
    return configured(name_id_format=NameIdFormat.TRANSIENT, attributes=mapped, **more)


def test_with_transient_name_ids_people_are_matched_by_the_mapped_attribute() -> None:
    switched_on(here(), transient())
    for number in range(2):
        given = attributes(uid="4711", mail=f"anna{number}@example.org")
        Visitor().sign_in(name_id=f"_{number}", name_id_format=TRANSIENT, attributes=given)
    assert Person.objects.get().mail == "anna1@example.org"
    assert (Link.objects.get().kind, Link.objects.get().identifier) == ("uid", "4711")


@pytest.mark.parametrize("uid", ["", ["1", "2"]])
def test_with_a_transient_name_id_and_no_single_identifier_nobody_is_let_in(uid: Any) -> None:
    switched_on(here(), transient())
    given = attributes(uid=uid)
    assert code(Visitor().sign_in(name_id_format=TRANSIENT, attributes=given)) == "no-identifier"


def test_somebody_who_is_there_is_linked_by_a_trusted_mail_address() -> None:
    where = here()
    old = anna(where)
    switched_on(where)
    browser = Visitor()
    browser.sign_in(attributes=attributes())
    assert browser.person == old
    old.refresh_from_db()
    assert (old.login, old.last_name) == ("anna", "Arendt")
    assert Trail.objects.filter(verb="sso.link", object=f"person:{old.pk}").exists()


def test_a_mail_address_of_a_domain_that_is_not_trusted_links_nobody() -> None:
    where = here()
    anna(where)
    switched_on(where, configured(trusted_domains=("elsewhere.org",)))
    answer = Visitor().sign_in()
    assert code(answer) == "mail-not-trusted"
    assert "anna@example.org" not in answer.content.decode()
    assert not Link.objects.exists()


def test_an_alias_links_nobody() -> None:
    where = here()
    fields = PersonFields("chef", mails=("chef@example.org", "anna@example.org"))
    add_local_person(where, fields, actor="test")
    switched_on(where)
    assert code(Visitor().sign_in()) == "mail-taken"


@pytest.mark.parametrize(("state", "why"), [("disabled", "disabled"), ("left", "left")])
def test_who_is_switched_off_is_refused(state: str, why: str) -> None:
    where = here()
    anna(where)
    Person.objects.update(state=state)
    switched_on(where)
    assert code(Visitor().sign_in()) == why
    Person.objects.update(state="active")
    assert Visitor().sign_in().status_code == 303
    Person.objects.update(state=state)
    assert code(Visitor().sign_in()) == why


def test_an_account_of_another_issuer_is_never_linked() -> None:
    where = here()
    switched_on(where)
    Visitor().sign_in()
    Link.objects.update(issuer="https://other.example/idp", key="x")
    assert code(Visitor().sign_in()) == "other-issuer"


def test_two_identities_never_share_an_account() -> None:
    switched_on(here())
    Visitor().sign_in(name_id="a")
    assert code(Visitor().sign_in(name_id="b")) == "other-identity"


def test_a_mail_address_that_two_people_have_links_nobody() -> None:
    where = here()
    anna(where)
    fields = PersonFields("bert", mails=("anna@example.org",))
    add_local_person(where, fields, actor="test")
    switched_on(where)
    assert code(Visitor().sign_in()) == "mail-of-several"


def login_mapped() -> Any:
    return configured(attributes=replace(MAPPED, login="uid"))


def test_a_login_that_somebody_else_has_lets_nobody_in() -> None:
    where = here()
    anna(where, mail="other@example.org")
    switched_on(where, login_mapped())
    assert code(Visitor().sign_in(attributes=attributes(uid="ANNA"))) == "login-taken"
    assert Person.objects.count() == 1


def test_a_change_to_what_somebody_else_has_is_left_out_and_reported() -> None:
    where = here()
    anna(where, mail="taken@example.org")
    switched_on(where, login_mapped())
    Visitor().sign_in(attributes=attributes(uid="new"))
    answer = Visitor().sign_in(
        attributes=attributes(uid="anna", mail="taken@example.org", sn="Neu")
    )
    assert answer.status_code == 303
    who = Person.objects.get(login="new")
    assert (who.mail, who.last_name) == ("anna@example.org", "Neu")
    assert Person.objects.get(login="anna").mail == "taken@example.org"
    assert {row.code for row in Refused.objects.filter(what="profile")} == {
        "login-taken", "mail-taken",
    }  # fmt: skip
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMINISTRATOR])
def test_powerful_people_confirm_with_their_own_password(role: Role) -> None:
    where = here()
    person(where, "other", Role.OWNER, password=PASSWORD)
    boss = powerful(where, role)
    switched_on(where)
    browser = Visitor()
    answer = browser.sign_in("/sessions/")
    assert browser.session is None
    assert not Link.objects.exists()
    assert answer["Location"].startswith("/sign-in/?local=1&next=")
    following = {"login": "boss", "password": PASSWORD}
    wanted = browser.client.get(answer["Location"]).context["next"]
    answer = browser.client.post("/sign-in/", {**following, "next": wanted})
    assert answer["Location"] == wanted
    assert b"Is this you?" in browser.client.get(wanted).content
    number = wanted.partition("request=")[2]
    answer = browser.client.post("/sso/confirm", {"request": number})
    assert (answer.status_code, answer["Location"]) == (303, "/sessions/")
    boss.refresh_from_db()
    assert not boss.has_usable_password()
    assert browser.person == boss
    again = Visitor()
    assert again.sign_in().status_code == 303
    assert again.person == boss
    assert sign_in(again.client, "boss", PASSWORD) == 422


def test_nobody_confirms_for_somebody_else() -> None:
    where = here()
    person(where, "other", Role.OWNER, password=PASSWORD)
    powerful(where, Role.ADMINISTRATOR)
    mallory = person(where, "mallory", Role.ADMINISTRATOR)
    switched_on(where)
    browser = Visitor()
    wanted = browser.client.get(browser.sign_in()["Location"]).context["next"]
    other = client_of(mallory)
    other.defaults["HTTP_HOST"] = "portal.example.org"
    other.cookies["stellwerk_sso"] = browser.client.cookies["stellwerk_sso"].value
    number = wanted.partition("request=")[2]
    host = {"host": "portal.example.org"}
    answer = other.post("/sso/confirm", {"request": number}, headers=host)
    assert code(answer) == "not-confirmed"
    assert not Link.objects.exists()


def test_the_last_owner_with_a_password_is_not_linked() -> None:
    where = here()
    powerful(where, Role.OWNER)
    switched_on(where)
    answer = Visitor().sign_in()
    assert code(answer) == "last-owner"
    assert b"the last owner" in answer.content
