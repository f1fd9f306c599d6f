"""People who browse the panel in tests: portals, people with roles, and clients signed in."""

from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.core.masked import Masked
from stellwerk.people.actions import PersonFields, add_local_person, grant
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin import actions, cookie

HOST = "localhost"
PASSWORD = "Kirschbaum am Stellwerk"
HERE = actions.Client("127.0.0.1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")


def portal(name: str = "Lindenau", **fields: str) -> Portal:
    """A portal."""
    return Portal.objects.create(name=name, created=clock.now(), **fields)


def person(where: Portal, login: str = "anna", *roles: Role, password: str = "") -> Person:
    """A local person with roles, and with a password if one is given: hashing takes a while."""
    fields = PersonFields(login, login.capitalize(), "Muster")
    made = add_local_person(where, fields, actor="test")
    for role in roles:
        grant(made, role, actor="test")
    if password:
        actions.set_password(made, Masked(password), actor="test", keep=None)
    return made


def visitor(**headers: str) -> Client:
    """A browser in which nobody is signed in."""
    return Client(headers={"host": HOST, **headers})


def client_of(who: Person) -> Client:
    """A browser in which somebody is signed in."""
    browser = visitor()
    browser.cookies[cookie.NAME] = actions.open_session(who, HERE).token.reveal()
    return browser


def sign_in(browser: Client, login: str, password: str, **more: str) -> int:
    """Sign in through the form; returns the answer's status."""
    given = {"login": login, "password": password, **more}
    return browser.post("/sign-in/", given).status_code
