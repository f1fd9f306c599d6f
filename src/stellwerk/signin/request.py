"""The request as views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from stellwerk.core.access import Role
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import Client
from stellwerk.signin.models import Session


class Request(HttpRequest):
    """A request whose portal is known, and, where somebody is signed in, who."""

    portal: Portal
    client: Client
    signed_in: Session | None
    roles: frozenset[Role]
    htmx: HtmxDetails

    @property
    def person(self) -> Person:
        """Who is signed in; only for views that need a role."""
        if self.signed_in is None:
            raise PermissionError("a view that uses the person must need a role")
        return self.signed_in.person
