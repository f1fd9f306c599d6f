"""Reads of sessions."""

from django.db.models import Q, QuerySet

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import IDLE, LONGEST, token_hash
from stellwerk.signin.models import LocalPassword, Session


def _living() -> QuerySet[Session]:
    now = clock.now()
    return Session.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=now),
        last_seen__gt=now - IDLE,
        created__gt=now - LONGEST,
        person__state=Person.State.ACTIVE,
    )


def session_of(portal: Portal, token: str) -> Session | None:
    """The session a browser's token opens, while it lives and its person is active."""
    rows = _living().select_related("person", "person__preference", "person__local_password")
    return rows.filter(portal=portal, token_hash=token_hash(token)).first()


def sessions(person: Person) -> list[Session]:
    """Somebody's living sessions, the latest used first."""
    return list(_living().filter(person=person).order_by("-last_seen", "-pk"))


def sessions_in(portal: Portal) -> list[Session]:
    """All living sessions of a portal, the latest used first."""
    rows = _living().filter(portal=portal).select_related("person")
    return list(rows.order_by("-last_seen", "-pk"))


def roles_of(person: Person) -> frozenset[Role]:
    """All roles somebody holds; whoever is signed in is a person."""
    rows = RoleGrant.objects.filter(person=person).values_list("role", flat=True)
    return frozenset({Role.PERSON, *map(Role, rows)})


def has_first_password(person: Person) -> bool:
    """Whether somebody still has the one-time password they were given."""
    found: LocalPassword | None = getattr(person, "local_password", None)
    return found is not None and found.one_time
