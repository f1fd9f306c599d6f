"""Reads of single sign-on for others: is it on, who signs in by it, what of them is locked."""

from django.urls import reverse

from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.otherwise import Offer
from stellwerk.sources.models import SIGN_ON, Record
from stellwerk.sso.configuration import DEFAULT_LABEL, Configuration
from stellwerk.sso.connection import configuration_of, sign_on_of
from stellwerk.sso.models import Link


def active(portal: Portal) -> Configuration | None:
    """What is set, while single sign-on is switched on."""
    row = sign_on_of(portal)
    return configuration_of(row) if row is not None and row.enabled else None


def offered(portal: Portal) -> Offer | None:
    """What the sign-in page offers beside passwords."""
    found = active(portal)
    if found is None:
        return None
    label = found.label.strip() or DEFAULT_LABEL
    return Offer(label, reverse("sso-login"), found.hide_login_page)


def is_sso(person: Person) -> bool:
    """Whether somebody signs in through the portal's identity provider, and not otherwise."""
    links = Link.objects.filter(person=person)
    issuers = set(links.values_list("issuer", flat=True))
    if not issuers:
        return False
    found = active(person.portal)
    return found is not None and found.provider.entity_id[:1024] in issuers


def locked_fields(person: Person) -> frozenset[str]:
    """The fields of a person that only the identity provider changes: those that are mapped, for
    whoever is known from nowhere else.
    """
    if not is_sso(person):
        return frozenset()
    records = Record.objects.filter(person=person, absent_since=None)
    if records.exclude(source__kind=SIGN_ON).exists():
        return frozenset()
    found = active(person.portal)
    mapped = found.attributes if found is not None else None
    return frozenset(name for name in _LOCKABLE if getattr(mapped, name, ""))


_LOCKABLE = (
    "first_name",
    "last_name",
    "mail",
    "title",
    "location",
    "phone",
    "language",
    "photo",
    "login",
)
