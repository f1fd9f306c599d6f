"""Somebody is linked with nobody of the identity provider any more, and then anew."""

import pytest

from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Trail
from stellwerk.signin.models import Session
from stellwerk.sources.models import Record
from stellwerk.sso.binding import unlink
from stellwerk.sso.models import Link
from tests.unit.sso.visiting import Visitor, attributes, code, configured, here, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def test_sessions_and_roles_of_the_identity_provider_end_and_the_person_stays() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(role="boss"))
    who = Person.objects.get()
    assert unlink(who, actor="owner") == 1
    who.refresh_from_db()
    assert who.state == Person.State.ACTIVE
    assert set(who.owned.values()) == {"local"}
    assert not Link.objects.exists()
    assert not Session.objects.filter(person=who).exists()
    assert not RoleGrant.objects.filter(person=who).exists()
    line = Trail.objects.get(verb="sso.unlink")
    assert (line.actor, line.label) == ("owner", who.login)


def test_twice_is_once() -> None:
    switched_on(here())
    Visitor().sign_in()
    who = Person.objects.get()
    unlink(who, actor="owner")
    assert unlink(who, actor="owner") == 0
    assert Trail.objects.filter(verb="sso.unlink").count() == 1


def test_who_got_another_name_id_comes_back_as_the_same_person_with_one_record() -> None:
    switched_on(here(), configured(trusted_domains=("example.org",)))
    Visitor().sign_in(name_id="old")
    assert code(Visitor().sign_in(name_id="new")) == "other-identity"
    who = Person.objects.get()
    unlink(who, actor="owner")
    Visitor().sign_in(name_id="new", attributes=attributes(sn="Neumann"))
    assert Person.objects.get().pk == who.pk
    assert Person.objects.get().last_name == "Neumann"
    assert Link.objects.get().identifier == "new"
    assert Record.objects.get(kind="person").person_id == who.pk
