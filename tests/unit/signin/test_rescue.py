"""Whoever has the machine gets back in: a forgotten password, a lock, foreign sessions."""

import pytest

from stellwerk.core.access import Role
from stellwerk.core.errors import NotFound
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Trail
from stellwerk.signin import lockout, queries, rescue
from stellwerk.signin.models import Attempts, Session
from tests.browsing import PASSWORD, client_of, person, portal, sign_in, visitor

pytestmark = pytest.mark.django_db


def test_a_forgotten_password_of_the_owner_is_replaced_by_a_one_time_password() -> None:
    here = portal()
    anna = person(here, "anna", Role.OWNER, password=PASSWORD)
    stranger = client_of(anna)
    for _ in range(5):
        assert sign_in(visitor(), "anna", "forgotten") == 422
    assert sign_in(visitor(), "anna", PASSWORD) == 429
    login, password = rescue.reset(here, "", actor="cli")
    assert login == "anna"
    assert stranger.get("/").status_code == 302 or not Session.objects.exists()
    assert sign_in(visitor(), "anna", password.reveal()) == 303
    assert sign_in(visitor(), "anna", PASSWORD) == 422
    assert queries.has_first_password(Person.objects.get(pk=anna.pk))
    assert Trail.objects.filter(verb="password.set", actor="cli").exists()


def test_only_an_owner_is_given_a_password_here() -> None:
    here = portal()
    person(here, "anna", Role.OWNER)
    person(here, "bert", Role.ADMINISTRATOR)
    for login in ("bert", "nobody"):
        with pytest.raises(NotFound):
            rescue.reset(here, login, actor="cli")


def test_where_the_owner_has_left_another_one_is_made() -> None:
    here = portal()
    gone = person(here, "owner", Role.OWNER)
    Person.objects.filter(pk=gone.pk).update(state=Person.State.LEFT)
    login, password = rescue.reset(here, "", actor="cli")
    assert login == "owner2"
    assert RoleGrant.objects.filter(person__login="owner2", role=Role.OWNER).exists()
    assert sign_in(visitor(), "owner2", password.reveal()) == 303


def test_one_login_is_unlocked_or_all() -> None:
    here, there = portal("Here"), portal("There")
    for where in (here, there):
        for login in ("anna", "bert"):
            lockout.count(where, lockout.guards(login, "192.0.2.1"))
    assert rescue.unlock(here, "Anna", actor="cli") == 1
    assert rescue.unlock(here, "", actor="cli") == 2
    assert rescue.unlock(here, "", actor="cli") == 0
    assert Attempts.objects.filter(portal=there).count() == 3


def test_sessions_are_listed_and_ended() -> None:
    here = portal()
    anna, bert = person(here, "anna"), person(here, "bert")
    for who in (anna, anna, bert):
        client_of(who)
    assert {row.person.login for row in queries.sessions_in(here)} == {"anna", "bert"}
    assert rescue.end_sessions(here, "ANNA", actor="cli") == 2
    assert {row.person.login for row in queries.sessions_in(here)} == {"bert"}
    with pytest.raises(NotFound):
        rescue.end_sessions(here, "nobody", actor="cli")
