"""Who has a password signs in with the login or the primary mail address."""

import pytest

from stellwerk.core.masked import Masked
from stellwerk.people.actions import PersonFields, add_local_person
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin import actions
from stellwerk.signin.models import Attempts, Session
from tests.browsing import PASSWORD, portal, sign_in, visitor

pytestmark = pytest.mark.django_db


def known(where: Portal, login: str, *mails: str, password: str = PASSWORD) -> Person:
    person = add_local_person(where, PersonFields(login, mails=mails), actor="test")
    if password:
        actions.set_password(person, Masked(password), actor="test", keep=None)
    return person


@pytest.mark.parametrize("typed", ["anna@lindenau.test", " Anna@LINDENAU.test "])
def test_the_primary_address_opens_a_session(typed: str) -> None:
    anna = known(portal(), "anna", "anna@lindenau.test", "am@lindenau.test")
    assert sign_in(visitor(), typed, PASSWORD) == 303
    assert Session.objects.get().person == anna


def test_another_address_of_theirs_does_not() -> None:
    known(portal(), "anna", "anna@lindenau.test", "am@lindenau.test")
    assert sign_in(visitor(), "am@lindenau.test", PASSWORD) == 422


@pytest.mark.parametrize(
    "second", [("info@lindenau.test",), ("b@lindenau.test", "INFO@lindenau.test")]
)
def test_an_address_that_two_people_claim_means_nobody(second: tuple[str, ...]) -> None:
    here = portal()
    known(here, "anna", "info@lindenau.test")
    bert = known(here, "bert", *second, password="")
    assert sign_in(visitor(), "info@lindenau.test", PASSWORD) == 422
    Person.objects.filter(pk=bert.pk).update(state=Person.State.DISABLED)
    assert sign_in(visitor(), "info@lindenau.test", PASSWORD) == 422
    Person.objects.filter(pk=bert.pk).update(state=Person.State.LEFT)
    assert sign_in(visitor(), "info@lindenau.test", PASSWORD) == 303


def test_a_login_comes_before_the_address_of_somebody_else() -> None:
    here = portal()
    known(here, "anna", "anna@lindenau.test")
    other = known(here, "anna@lindenau.test", password="Ahornblatt im Herbstwind")
    assert sign_in(visitor(), "anna@lindenau.test", PASSWORD) == 422
    assert sign_in(visitor(), "anna@lindenau.test", "Ahornblatt im Herbstwind") == 303
    assert Session.objects.get().person == other


def test_who_is_disabled_or_of_another_portal_does_not_get_in() -> None:
    here, other = portal(), portal("Other", address="http://other.example")
    known(other, "anna", "anna@lindenau.test")
    known(here, "bert", "bert@lindenau.test")
    Person.objects.filter(login="bert").update(state=Person.State.DISABLED)
    assert sign_in(visitor(), "anna@lindenau.test", PASSWORD) == 422
    assert sign_in(visitor(), "bert@lindenau.test", PASSWORD) == 422


def test_failures_by_login_and_by_address_lock_together() -> None:
    known(portal(), "anna", "anna@lindenau.test")
    for typed in ("anna", "anna@lindenau.test", "ANNA", "Anna@Lindenau.Test", "anna"):
        assert sign_in(visitor(), typed, "wrong") == 422
    assert sign_in(visitor(), "anna@lindenau.test", PASSWORD) == 429
    assert sign_in(visitor(), "anna", PASSWORD) == 429
    assert Attempts.objects.get(key__startswith="login:").key == "login:anna"


def test_an_unknown_address_is_locked_as_a_known_one_is() -> None:
    portal()
    for _ in range(5):
        assert sign_in(visitor(), "nobody@lindenau.test", "wrong") == 422
    assert sign_in(visitor(), "nobody@lindenau.test", "wrong") == 429
