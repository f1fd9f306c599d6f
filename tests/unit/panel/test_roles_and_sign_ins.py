"""Roles by hand, how somebody signs in, and where each person comes from."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.actions import LastOwner, grant_exactly, revoke
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Portal, Trail
from stellwerk.signin.models import Session
from stellwerk.sources.models import Record
from stellwerk.sso.configuration import Configuration, Provider
from stellwerk.sso.models import Link, SignOn
from tests.browsing import PASSWORD, client_of, person, portal, sign_in, visitor
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db


def roles_of(who: Person) -> set[str]:
    return set(RoleGrant.objects.filter(person=who).values_list("role", flat=True))


def role_page(who: Person, role: str, verb: str) -> str:
    return f"/people/{who.public_id}/roles/{role}/{verb}/"


def sign_on(where: Portal, *people: Person) -> None:
    """Single sign-on is switched on, and these people are known to the identity provider."""
    document = Configuration(Provider(entity_id="https://idp.test/")).to_document()
    SignOn.objects.update_or_create(portal=where, defaults={"enabled": True, "document": document})
    now = clock.now()
    for who in people:
        Link.objects.create(
            portal=where, person=who, issuer="https://idp.test/", kind="name_id",
            identifier=f"{who.login}@idp", key=who.login, created=now, last_used=now,
        )  # fmt: skip


@pytest.fixture
def where() -> Portal:
    return portal()


@pytest.fixture
def owner(where: Portal) -> Client:
    return client_of(person(where, "olga", Role.OWNER))


@pytest.fixture
def admin(where: Portal) -> Client:
    return client_of(person(where, "otto", Role.ADMINISTRATOR))


def test_an_owner_gives_and_takes_every_role(where: Portal, owner: Client) -> None:
    anna = person(where)
    for role in ("owner", "administrator", "auditor", "help_desk"):
        assert owner.get(role_page(anna, role, "give")).status_code == 200
        assert roles_of(anna) == set()
        assert owner.post(role_page(anna, role, "give")).status_code == 303
        assert roles_of(anna) == {role}
        assert owner.post(role_page(anna, role, "take")).status_code == 303
        assert roles_of(anna) == set()
    rows = Trail.objects.filter(object=f"person:{anna.pk}", verb="role.revoke", actor="olga")
    assert rows.order_by("pk")[0].before == {"role": "owner"}
    assert rows.count() == 4


def test_a_role_holds_at_once_in_open_sessions(where: Portal, owner: Client) -> None:
    anna = person(where)
    browser = client_of(anna)
    assert browser.get("/people/").status_code == 403
    owner.post(role_page(anna, "auditor", "give"))
    assert browser.get("/people/").status_code == 200
    owner.post(role_page(anna, "auditor", "take"))
    assert browser.get("/people/").status_code == 403


def test_an_administrator_gives_all_but_the_owners(where: Portal, admin: Client) -> None:
    anna, olga = person(where), person(where, "olga", Role.OWNER)
    person(where, "second", Role.OWNER)
    assert admin.post(role_page(anna, "administrator", "give")).status_code == 303
    for method in (admin.get, admin.post):
        assert method(role_page(anna, "owner", "give")).status_code == 403
        assert method(role_page(olga, "owner", "take")).status_code == 403
    assert roles_of(anna) == {"administrator"}
    assert roles_of(olga) == {"owner"}
    shown = admin.get(f"/people/{anna.public_id}/").content.decode()
    assert "/roles/auditor/give/" in shown
    assert "/roles/owner/give/" not in shown


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HELP_DESK, None])
def test_nobody_else_gives_any(where: Portal, role: Role | None) -> None:
    anna = person(where, "anna", *([role] if role else []))
    browser = client_of(anna)
    assert browser.post(role_page(anna, "administrator", "give")).status_code == 403
    assert "administrator" not in roles_of(anna)


def test_the_last_owner_stays_one(where: Portal) -> None:
    olga, gone = person(where, "olga", Role.OWNER), person(where, "gone", Role.OWNER)
    other = person(portal("Other", address="http://other.example"), "else", Role.OWNER)
    Person.objects.filter(pk=gone.pk).update(state=Person.State.DISABLED)
    browser = client_of(olga)
    answer = browser.post(role_page(olga, "owner", "take"))
    assert answer.status_code == 409
    assert "The last owner stays an owner" in answer.content.decode()
    assert roles_of(olga) == roles_of(other) == {"owner"}
    with pytest.raises(LastOwner):
        revoke(olga, Role.OWNER, actor="anybody")
    assert revoke(gone, Role.OWNER, actor="olga")
    person(where, "second", Role.OWNER)
    assert browser.post(role_page(olga, "owner", "take")).status_code == 303
    assert roles_of(olga) == set()


def test_what_an_identity_provider_gives_it_takes_and_nobody_here(
    where: Portal, owner: Client
) -> None:
    anna = person(where)
    sso = RoleGrant.Origin.SIGN_ON
    grant_exactly(anna, [Role.AUDITOR], origin=sso, actor="sso")
    page = owner.get(f"/people/{anna.public_id}/").content.decode()
    assert "by single sign-on" in page
    assert "/roles/auditor/take/" not in page
    owner.post(role_page(anna, "auditor", "take"))
    assert roles_of(anna) == {"auditor"}
    owner.post(role_page(anna, "auditor", "give"))
    grant_exactly(anna, [], origin=sso, actor="sso")
    assert roles_of(anna) == {"auditor"}
    owner.post(role_page(anna, "auditor", "take"))
    assert roles_of(anna) == set()


def test_there_is_no_other_role_and_nobody_of_another_portal(owner: Client) -> None:
    other = person(portal("Other", address="http://other.example"))
    assert owner.post(role_page(other, "auditor", "give")).status_code == 404
    anna = person(Portal.objects.get(name="Lindenau"))
    for role in ("person", "emperor"):
        assert owner.post(role_page(anna, role, "give")).status_code == 404


def test_who_has_left_gets_no_role(where: Portal, owner: Client) -> None:
    anna = person(where, "anna", Role.AUDITOR)
    Person.objects.filter(pk=anna.pk).update(state=Person.State.LEFT)
    assert owner.post(role_page(anna, "administrator", "give")).status_code == 404
    assert owner.post(role_page(anna, "auditor", "take")).status_code == 303
    assert roles_of(anna) == set()


def logins(browser: Client, query: str) -> set[str]:
    return {line.person.login for line in browser.get(f"/people/?{query}").context["lines"]}


def test_people_are_found_by_where_they_come_from() -> None:
    town = Town()
    guest = person(town.portal, "guest")
    ida = client_of(person(town.portal, "ida", Role.AUDITOR))
    sign_on(town.portal, guest, town.person("bert"))
    assert logins(ida, "origin=local") == {"ida"}
    assert logins(ida, "origin=directory") == {"anna", "bert", "carl"}
    assert logins(ida, "origin=sso") == {"guest", "bert"}
    shown = ida.get("/people/").context["lines"]
    assert {line.person.login for line in shown if line.signs_on} == {"guest", "bert"}
    other = Configuration(Provider(entity_id="https://another.test/")).to_document()
    for changed in ({"document": other}, {"enabled": False}):
        SignOn.objects.update(**changed)
        assert logins(ida, "origin=sso") == set()
        assert logins(ida, "origin=local") == {"ida", "guest"}
    assert "SSO" not in ida.get(f"/people/{guest.public_id}/").content.decode()


def test_what_comes_with_a_sign_in_is_locked_with_its_reason() -> None:
    town = Town()
    anna = town.person("anna")
    sign_on(town.portal, anna)
    Record.objects.filter(person=anna).update(source=_named_sso(town))
    ida = client_of(person(town.portal, "ida", Role.AUDITOR))
    for browser, path in ((ida, f"/people/{anna.public_id}/"), (client_of(anna), "/profile/")):
        text = browser.get(path).content.decode()
        assert "The identity provider says it anew with every sign-in: change it there." in text
        assert "anna@idp" in text
        assert "https://idp.test/" in text
    SignOn.objects.update(enabled=False)
    text = ida.get(f"/people/{anna.public_id}/").content.decode()
    assert "The identity provider says it anew" not in text
    assert "anna@idp" not in text


def _named_sso(town: Town) -> object:
    from stellwerk.sources.actions import save_source

    row, _changed = save_source(
        town.portal, "identity provider", kind="sso", settings={}, secret=None, position=1,
        actor="test",
    )  # fmt: skip
    return row


def test_the_sign_ins_of_somebody_are_shown_with_locks_and_sessions(
    where: Portal, admin: Client
) -> None:
    anna = person(where, password=PASSWORD)
    browser = visitor()
    assert sign_in(browser, "anna", PASSWORD) == 303
    for _ in range(5):
        sign_in(visitor(), "anna", "wrong")
    page = admin.get(f"/people/{anna.public_id}/sign-ins/")
    said = [str(line.said) for line in page.context["lines"]]
    assert said[:2] == ["locked signing in", "signed in"]
    assert len(page.context["way"].sessions) == 1
    assert admin.get(f"/people/{anna.public_id}/sign-out/").status_code == 200
    assert admin.post(f"/people/{anna.public_id}/sign-out/").status_code == 303
    assert browser.get("/start/").status_code == 303
    assert not Session.objects.filter(person=anna).exists()


def test_signing_oneself_out_everywhere_keeps_this_browser(where: Portal) -> None:
    otto = person(where, "otto", Role.ADMINISTRATOR)
    here, there = client_of(otto), client_of(otto)
    here.post(f"/people/{otto.public_id}/sign-out/")
    assert here.get("/start/").status_code == 200
    assert there.get("/start/").status_code == 303


def test_the_own_profile_shows_everything_of_oneself_and_of_nobody_else() -> None:
    town = Town()
    anna = town.person("anna")
    page = client_of(anna).get("/profile/")
    text = page.content.decode()
    for part in ("anna", "Müller", "team", "everybody", "through another group", "ox", "directory"):
        assert part in text
    assert "bert" not in text
    assert "Change your password" not in text
    assert "Kept by the source directory: change it there." in text


def test_who_has_no_password_has_none_to_change(where: Portal) -> None:
    browser = client_of(person(where))
    answer = browser.get("/password/", follow=True)
    assert answer.redirect_chain == [("/profile/", 302)]
    assert "You have no password here" in answer.content.decode()
    given = {"current": "!", "new": PASSWORD, "again": PASSWORD}
    assert browser.post("/password/", given).status_code == 302
    assert not Person.objects.get(login="anna").has_usable_password()


def test_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    town = Town()
    olga = person(town.portal, "olga", Role.OWNER, Role.AUDITOR, Role.HELP_DESK)
    anna = town.person("anna")
    sign_on(town.portal, anna, olga)
    browser = client_of(olga)
    for path in (
        "/profile/", "/people/", "/people/?origin=sso", f"/people/{anna.public_id}/",
        f"/people/{anna.public_id}/sign-ins/",
    ):  # fmt: skip
        with django_assert_max_num_queries(20):
            assert browser.get(path).status_code == 200
