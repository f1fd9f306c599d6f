"""People become those of the identity provider, or ordinary again, many at once."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet

from stellwerk.core.access import Role
from stellwerk.core.saving import save_again
from stellwerk.people import actions as people
from stellwerk.people.actions import NO_PASSWORD
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import forget_password
from stellwerk.signin.models import Session
from stellwerk.sources.models import SIGN_ON, Record
from stellwerk.sso.confirming import keep_an_owner
from stellwerk.sso.matching import NotLetIn
from stellwerk.sso.models import Link, OpenRequest
from stellwerk.sso.provisioning import OWNED

LOCAL = "local"
_CHUNK = 500


def bind(portal: Portal, issuer: str) -> int:
    """Whoever is linked to this identity provider has no password here any more and is kept by it;
    but the last owner with a password stays local. How many.
    """
    number = 0
    Link.objects.filter(portal=portal, issuer=issuer[:1024]).update(released=False)
    for owner in _linked(portal, issuer).filter(grants__role=Role.OWNER).distinct().order_by("pk"):
        try:
            keep_an_owner(owner)
        except NotLetIn:
            Link.objects.filter(person=owner).delete()
            continue
        forget_password(owner)
    for person in _linked(portal, issuer).exclude(password=NO_PASSWORD):
        forget_password(person)
    for some in _chunks(_linked(portal, issuer)):
        records = Record.objects.filter(person__in=some, absent_since=None)
        elsewhere = set(records.exclude(source__kind=SIGN_ON).values_list("person", flat=True))
        _own([one for one in some if one.pk not in elsewhere], OWNED, SIGN_ON)
        number += len(some)
    return number


def release(portal: Portal, *, actor: str) -> int:
    """Whoever is linked is an ordinary person, without roles of the identity provider. How many."""
    number = 0
    Link.objects.filter(portal=portal).update(released=True)
    origin = RoleGrant.Origin.SIGN_ON
    for person in Person.objects.filter(portal=portal, grants__origin=origin).distinct():
        people.grant_exactly(person, (), origin=origin, actor=actor)
    for some in _chunks(_linked(portal)):
        _own([one for one in some if SIGN_ON in one.owned.values()], OWNED, LOCAL)
        number += len(some)
    return number


def unlink(person: Person, *, actor: str) -> int:
    """Nobody of the identity provider is this person any more: their sessions from there end, its
    roles go, their fields are the panel's. They stay who they are, and can be linked anew.

    Returns how many links ended.
    """
    with transaction.atomic():
        links = Link.objects.filter(person=person)
        before = {"identifiers": [link.identifier[:300] for link in links.order_by("pk")]}
        number, _each = links.delete()
        if not number:
            return 0
        OpenRequest.objects.filter(person=person, kind=OpenRequest.Kind.CONFIRM).delete()
        Session.objects.filter(person=person).exclude(issuer="").delete()
        people.grant_exactly(person, (), origin=RoleGrant.Origin.SIGN_ON, actor=actor)
        if SIGN_ON in person.owned.values():
            _own([person], OWNED, LOCAL)
        line = Note("sso.unlink", f"person:{person.pk}", person.login, before)
        note(person.portal, actor, [line])
    return number


def take_unmapped_roles(portal: Portal, mapped: Collection[str], *, actor: str) -> None:
    """Roles that no value gives any more are gone at once, not with the next sign-in."""
    origin = RoleGrant.Origin.SIGN_ON
    grants = RoleGrant.objects.filter(person__portal=portal, origin=origin)
    rows = grants.exclude(role__in=mapped).values("person")
    for person in Person.objects.filter(pk__in=rows):
        held = grants.filter(person=person, role__in=mapped).values_list("role", flat=True)
        people.grant_exactly(person, set(map(Role, held)), origin=origin, actor=actor)


def _own(some: Sequence[Person], fields: Sequence[str], owner: str) -> None:
    for person in some:
        person.owned = {**person.owned, **dict.fromkeys(fields, owner)}
    save_again(some, ["owned"])


def _linked(portal: Portal, issuer: str = "") -> QuerySet[Person]:
    rows = Link.objects.filter(portal=portal)
    if issuer:
        rows = rows.filter(issuer=issuer[:1024])
    return Person.objects.filter(pk__in=rows.values("person"))


def _chunks(rows: QuerySet[Person]) -> Iterator[list[Person]]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        yield list(Person.objects.filter(pk__in=keys[start : start + _CHUNK]).order_by("pk"))
