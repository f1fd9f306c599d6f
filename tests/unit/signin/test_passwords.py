import pytest

from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.people.models import Person
from stellwerk.portals.models import Trail
from stellwerk.signin import actions, passwords, queries
from stellwerk.signin.errors import WeakPassword
from stellwerk.signin.models import Session
from tests.browsing import PASSWORD, client_of, person, portal, sign_in, visitor

pytestmark = pytest.mark.django_db
NEW = "Ahorn und Weide 17"


def change(browser, **given: str):
    return browser.post("/password/", {"current": PASSWORD, "new": NEW, "again": NEW, **given})


def test_the_first_owner_is_made_once() -> None:
    here = portal()
    made = actions.first_owner(here)
    assert made is not None
    login, password = made
    owner = Person.objects.get()
    assert (owner.login, owner.state) == (login, "active")
    assert queries.roles_of(owner) == {Role.OWNER, Role.PERSON}
    assert owner.owned["login"] == "local"
    assert len(password.reveal()) == 23
    assert password.reveal() not in owner.password
    assert actions.first_owner(here) is None


def test_the_first_owner_takes_a_login_that_is_free() -> None:
    here = portal()
    person(here, "owner")
    person(here, "owner2")
    made = actions.first_owner(here)
    assert made is not None
    assert made[0] == "owner3"


def test_a_one_time_password_opens_nothing_but_its_change() -> None:
    made = actions.first_owner(portal())
    assert made is not None
    browser, password = visitor(), made[1].reveal()
    assert sign_in(browser, made[0], password) == 303
    for address in ("/", "/sessions/"):
        assert browser.get(address)["Location"] == "/password/"
    assert browser.get("/password/").status_code == 200
    assert change(browser, current=password)["Location"] == "/"
    assert browser.get("/start/").status_code == 200
    assert sign_in(visitor(), made[0], password) == 422


def test_changing_a_password_ends_all_other_sessions() -> None:
    anna = person(portal(), password=PASSWORD)
    here, elsewhere = client_of(anna), client_of(anna)
    change(here)
    assert here.get("/start/").status_code == 200
    assert elsewhere.get("/start/").status_code == 303
    assert Session.objects.count() == 1
    assert not {PASSWORD, NEW} & {
        word for row in Trail.objects.values() for word in row.values() if isinstance(word, str)
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"current": "wrong"}, "not your current password"),
        ({"again": "something else"}, "not what stands above"),
        ({"new": PASSWORD, "again": PASSWORD}, "another one than before"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
    ],
)
def test_what_is_refused_is_said(given: dict[str, str], said: str) -> None:
    anna = person(portal(), password=PASSWORD)
    before = anna.password
    answer = change(client_of(anna), **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    anna.refresh_from_db()
    assert anna.password == before


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "elevenchars",
        "aaaaaaaaaaaaaa",
        "Anneliese1234",
        "MusterMuster1",
        "passwordpassword",
        "x" * 1025,
    ],
)
def test_passwords_that_are_guessed_first(weak: str) -> None:
    somebody = Person(login="anneliese", last_name="Muster")
    with pytest.raises(WeakPassword):
        passwords.check_strength(Masked(weak), somebody)


def test_a_hash_is_argon2id_and_an_endless_password_is_none() -> None:
    anna = person(portal(), password=PASSWORD)
    assert anna.password.startswith("argon2$argon2id$")
    assert passwords.is_right(anna, Masked(PASSWORD))
    assert not passwords.is_right(anna, Masked(PASSWORD + "x" * 2000))
    assert not passwords.is_right(None, Masked(PASSWORD))


def test_sessions_are_shown_and_ended() -> None:
    anna = person(portal())
    here, there, other = client_of(anna), client_of(anna), client_of(person(anna.portal, "bert"))
    text = here.get("/sessions/").content.decode()
    assert text.count("Firefox, Linux") >= 2
    row = Session.objects.filter(person=anna).order_by("-pk")[0]
    assert other.post(f"/sessions/{row.pk}/").status_code == 404
    assert here.post(f"/sessions/{row.pk}/").status_code == 302
    assert there.get("/start/").status_code == 303
    assert here.post("/sessions/others/").status_code == 302
    assert here.get("/start/").status_code == 200
    assert other.get("/start/").status_code == 200
