from datetime import timedelta

import pytest

from stellwerk.core import clock
from stellwerk.portals.models import Trail
from stellwerk.signin import lockout
from stellwerk.signin.errors import LockedOut
from stellwerk.signin.models import Attempts
from tests.browsing import PASSWORD, person, portal, sign_in, visitor

pytestmark = pytest.mark.django_db


def fails(where, login: str, address: str, times: int) -> None:
    for _ in range(times):
        lockout.count(where, lockout.guards(login, address))


def test_a_login_locks_after_five_failures_known_or_not() -> None:
    here = portal()
    person(here, password=PASSWORD)
    for login in ("anna", "nobody"):
        with clock.held(clock.now()) as hand:
            for _ in range(5):
                assert sign_in(visitor(), login, "wrong") == 422
            answer = visitor().post("/sign-in/", {"login": login, "password": PASSWORD})
            assert answer.status_code == 429
            assert answer["Retry-After"] == "16"
            assert "Too many attempts" in answer.content.decode()
            hand.forward(seconds=15)
            assert sign_in(visitor(), login, PASSWORD) == (303 if login == "anna" else 422)
    assert Trail.objects.filter(verb="signin.lock", label="nobody").count() == 2


def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    guard, _ = lockout.guards("anna", "192.0.2.1")
    waits = [guard.locked_for(number).total_seconds() for number in range(3, 60)]
    assert waits[:6] == [0, 0, 15, 30, 60, 120]
    assert waits == sorted(waits)
    assert waits[-1] == 900


def test_one_address_cannot_try_many_logins() -> None:
    here = portal()
    for number in range(40):
        fails(here, f"person{number}", "192.0.2.7", 1)
    with pytest.raises(LockedOut):
        fails(here, "another", "192.0.2.7", 1)
    fails(here, "another", "192.0.2.8", 1)


def test_an_ipv6_network_counts_as_one_address() -> None:
    _, one = lockout.guards("a", "2001:db8:1:2::1")
    _, same = lockout.guards("a", "2001:db8:1:2:ffff::9")
    _, other = lockout.guards("a", "2001:db8:1:3::1")
    assert one == same != other


def test_success_forgives_the_login_and_one_attempt_of_the_address() -> None:
    here = portal()
    fails(here, "anna", "192.0.2.1", 3)
    keys = lockout.guards("anna", "192.0.2.1")
    lockout.count(here, keys)
    lockout.succeeded(here, *keys)
    assert list(Attempts.objects.values_list("key", "failures")) == [("address:192.0.2.1", 3)]


def test_failures_are_forgotten_after_a_day() -> None:
    here = portal()
    with clock.held(clock.now()) as hand:
        fails(here, "anna", "192.0.2.1", 4)
        hand.moment += lockout.FORGOTTEN + timedelta(seconds=1)
        fails(here, "anna", "192.0.2.1", 4)


def test_what_is_locked_in_one_portal_is_free_in_another() -> None:
    here, there = portal("Here"), portal("There")
    fails(here, "anna", "192.0.2.1", 5)
    with pytest.raises(LockedOut):
        fails(here, "anna", "192.0.2.1", 1)
    fails(there, "anna", "192.0.2.1", 1)
