"""The request as views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from stellwerk.core.access import Role
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import Client
from stellwerk.signin.models import Session


class Request(HttpRequest):
    """A request whose portal is known, and, where somebody is signed in, who.

    `person` is there only then: views that need a role can rely on it.
    """

    portal: Portal
    client: Client
    signed_in: Session | None
    person: Person
    roles: frozenset[Role]
    htmx: HtmxDetails
