"""What tests change and see behind a served portal: a process on its store, one order a line.

python -m tests.servers.backstage DATA ADDRESS

Each line is a JSON list: the order's name and what belongs to it. So is each answer: "done" or
"failed", and what came out.
"""

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stellwerk.store import open_store

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stellwerk.people.models import Person
    from stellwerk.portals.models import Portal

OWNER = "anna"


class Backstage:
    """The orders, on one portal."""

    def __init__(self, portal: "Portal") -> None:
        self._portal = portal

    def forget(self) -> str:
        """Single sign-on was never set up here, and nobody has come so."""
        from stellwerk.people.models import Person
        from stellwerk.signin.models import Attempts, Session
        from stellwerk.sources.models import SIGN_ON, Source
        from stellwerk.sso.models import Believed, Key, Link, OpenRequest, Refused, SignOn

        Source.objects.filter(portal=self._portal, kind=SIGN_ON).delete()
        Person.objects.filter(pk__in=Link.objects.values("person")).delete()
        for model in (Session, Attempts, Believed, OpenRequest, Refused, Key, SignOn):
            model.objects.filter(portal=self._portal).delete()
        return "forgotten"

    def connect(self, document: dict[str, Any]) -> str:
        """Set single sign-on up so and switch it on; anew, as if nobody had come so before."""
        from stellwerk.sso import switching
        from stellwerk.sso.configuration import from_document
        from stellwerk.sso.models import SignOn

        self.forget()
        _make_key(self._portal)
        kept = from_document(document).to_document()
        SignOn.objects.create(portal=self._portal, document=kept)
        switching.turn_on(self._portal, actor="test")
        return "on"

    def adjust(self, document: dict[str, Any]) -> str:
        """Change what is set, for people who have come so before."""
        from stellwerk.sso.configuration import from_document
        from stellwerk.sso.models import SignOn

        kept = from_document(document).to_document()
        SignOn.objects.filter(portal=self._portal).update(document=kept)
        return "adjusted"

    def add(self, login: str, mail: str, role: str) -> str:
        """Somebody who is here already, with a password; the same password for all."""
        from stellwerk.core.access import Role
        from stellwerk.core.masked import Masked
        from stellwerk.people.actions import PersonFields, add_local_person, grant
        from stellwerk.signin.actions import set_password
        from tests.browsing import PASSWORD

        self.remove(mail)
        fields = PersonFields(login, login.capitalize(), "Muster", mails=(mail,))
        person = add_local_person(self._portal, fields, actor="test")
        if role:
            grant(person, Role(role), actor="test")
        set_password(person, Masked(PASSWORD), actor="test", keep=None)
        return "added"

    def remove(self, who: str) -> str:
        """They are not here any more."""
        self._people(who).delete()
        return "removed"

    def refused(self) -> list[list[str]]:
        """What was refused: what it was, why, and its event."""
        from stellwerk.sso.models import Refused

        rows = Refused.objects.filter(portal=self._portal).order_by("at", "pk")
        return [[row.what, row.code, str(row.event)] for row in rows]

    def sessions(self, who: str) -> int:
        """How many sessions somebody has."""
        return self._person(who).sessions.count()

    def ends(self, who: str) -> list[str]:
        """When their sessions end at the latest."""
        ends = (row.ends_at for row in self._person(who).sessions.all())
        return [end.isoformat() for end in ends if end is not None]

    def fields(self, who: str) -> dict[str, Any]:
        """What is known of somebody."""
        person = self._person(who)
        names = ("first_name", "last_name", "mail", "display_name")
        found = {name: getattr(person, name) for name in names}
        return {**found, "local_password": person.has_usable_password()}

    def _person(self, who: str) -> "Person":
        """Somebody by login, or by mail address."""
        return self._people(who).get()

    def _people(self, who: str) -> "QuerySet[Person]":
        from django.db.models import Q

        from stellwerk.people.models import Person

        return Person.objects.filter(Q(login=who) | Q(mail=who), portal=self._portal)


def main(data: Path, address: str) -> None:
    """Make the store, with an owner who has a password; then obey."""
    open_store(data)
    from stellwerk.core.access import Role
    from stellwerk.portals.actions import open_portal, save_portal
    from tests import browsing

    portal = open_portal("Lindenau", actor="test")
    save_portal(portal, time_zone="Europe/Berlin", address=address, keep_runs=30, actor="test")
    browsing.person(portal, OWNER, Role.OWNER, password=browsing.PASSWORD)
    stage = Backstage(portal)
    print(json.dumps(["done", "ready"]), flush=True)
    for line in sys.stdin:
        name, *rest = json.loads(line)
        order: Callable[..., Any] = getattr(stage, name)
        try:
            said = ["done", order(*rest)]
        except Exception as error:  # noqa: BLE001 - the test that gave the order has to hear of it
            said = ["failed", repr(error)]
        print(json.dumps(said), flush=True)


@cache
def _pair() -> tuple[str, str]:
    """Made once: it takes a while."""
    from stellwerk.core import clock
    from stellwerk.sso.saml.certificates import pem, private_pem, self_signed

    pair = self_signed("stellwerk", now=clock.now())
    return pem(pair.certificate), private_pem(pair.private_key)


def _make_key(portal: "Portal") -> None:
    from stellwerk.core import clock
    from stellwerk.core.secrets import keyring
    from stellwerk.sso.keys import place
    from stellwerk.sso.models import Key

    certificate, private = _pair()
    row = Key(portal=portal, certificate=certificate, created=clock.now())
    row.private_key = keyring().seal(private, place(row))
    row.save()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
