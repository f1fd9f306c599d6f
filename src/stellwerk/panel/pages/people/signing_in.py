"""How somebody signs in, where they are signed in, and when they did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from stellwerk.panel.pages.trail.words import word
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal, Trail
from stellwerk.signin import lockout, queries
from stellwerk.signin.models import LocalPassword, Session
from stellwerk.sso.models import Link
from stellwerk.sso.queries import active

VERBS = (
    "session.open",
    "session.close",
    "session.close_others",
    "password.set",
    "signin.lock",
    "signin.unlock",
)


@dataclass(frozen=True, slots=True)
class Way:
    """The ways in, and the browsers somebody is signed in with."""

    links: Sequence[Link]
    password: LocalPassword | None
    sessions: Sequence[Session]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was done about signing in: what, by whom, from which network address."""

    row: Trail
    said: str | Promise
    address: str


def way_of(person: Person) -> Way:
    """How somebody signs in; three questions, four where their password is not loaded yet."""
    password: LocalPassword | None = None
    if person.has_usable_password():
        password = getattr(person, "local_password", None)
    links = linked(person.portal).filter(person=person).order_by("pk")
    return Way(list(links), password, queries.sessions(person))


def signed_on(portal: Portal, people: Collection[Person]) -> set[int]:
    """Which of these people sign in through the portal's identity provider."""
    return set(linked(portal).filter(person__in=people).values_list("person_id", flat=True))


def linked(portal: Portal) -> QuerySet[Link]:
    """Who somebody of the identity provider is here; nobody while single sign-on is off."""
    found = active(portal)
    if found is None:
        return Link.objects.none()
    return Link.objects.filter(portal=portal, issuer=found.provider.entity_id[:1024])


def history(person: Person) -> QuerySet[Trail]:
    """Every line of the trail about somebody's signing in, locks of their login too."""
    keys = [f"person:{person.pk}", lockout.guards(person.login, "")[0].key[:80]]
    return Trail.objects.filter(portal=person.portal_id, object__in=keys, verb__in=VERBS)


def line(row: Trail) -> Line:
    """A line of the history in words."""
    found = {**row.before, **row.after}.get("address", "")
    return Line(row, word(row.verb), str(found) or (row.actor if row.verb == "signin.lock" else ""))
