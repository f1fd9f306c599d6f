"""Whom somebody means who types a login or a mail address."""

from stellwerk.core import fold
from stellwerk.people.models import Address, Person
from stellwerk.portals.models import Portal


def meant(portal: Portal, typed: str) -> Person | None:
    """Who is here and is meant: by login, else by primary mail address; None for nobody.

    An address that several people claim means nobody, whether it is their primary one or not: who
    it belongs to is a decision that was not taken yet. A login always comes first.
    """
    active = Person.objects.filter(portal=portal, state=Person.State.ACTIVE)
    person = active.filter(login_key=fold.key(typed)[:255]).first()
    if person is not None or "@" not in typed:
        return person
    claims = Address.objects.filter(portal=portal, key=fold.key(typed)[:320])
    rows = list(claims.exclude(person__state=Person.State.LEFT).select_related("person")[:2])
    if len(rows) != 1 or not rows[0].primary or rows[0].person.state != Person.State.ACTIVE:
        return None
    return rows[0].person
