"""The switch, and the only writer of what follows from it for the people who sign in by it."""

from urllib.parse import urlsplit

from django.db import transaction

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined, say
from stellwerk.people import actions as people
from stellwerk.people.models import Person, RoleGrant
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import forget_password
from stellwerk.signin.models import Session
from stellwerk.sources.models import SIGN_ON
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.confirming import keep_an_owner
from stellwerk.sso.connection import configuration_of, settings_of, sign_on_of
from stellwerk.sso.matching import NotLetIn
from stellwerk.sso.models import Link, SignOn
from stellwerk.sso.provisioning import OWNED, kept_elsewhere
from stellwerk.sso.saml.names import NameIdFormat

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class NotSwitchedOn(StellwerkError):
    """Single sign-on cannot be switched on yet."""

    code = "sso.not_switched_on"


def missing(portal: Portal, configuration: Configuration) -> list[str]:
    """What has to be there before anybody could sign in so, in sentences; nothing if all is."""
    provider, mapped = configuration.provider, configuration.attributes
    transient = configuration.name_id_format is NameIdFormat.TRANSIENT
    found = [
        (not _safe_address(portal), say("The portal needs an https address of its own.")),
        (not provider.entity_id.strip(), say("The identity provider's entity id is missing.")),
        (not provider.sso_address.strip(), say("The identity provider's address is missing.")),
        (not provider.certificates, say("A certificate of the identity provider is missing.")),
        (not mapped.first_name, say("No attribute is mapped to the first name.")),
        (not mapped.last_name, say("No attribute is mapped to the last name.")),
        (not mapped.mail, say("No attribute is mapped to the mail address.")),
        (
            transient and not mapped.identifier,
            say(
                "With a transient NameID a unique attribute has to be mapped, by which people are"
                " recognised."
            ),
        ),
    ]
    lacks: list[str] = [said for lacking, said in found if lacking]
    return lacks or _unusable(portal, configuration)


def _unusable(portal: Portal, configuration: Configuration) -> list[str]:
    try:
        settings = settings_of(portal, configuration)
    except StellwerkError as error:
        return [error.message]
    signs = configuration.signing.sign_authn_requests
    if signs and settings.sp.signing is None:
        return [say("Requests are to be signed, but there is no key of ours.")]
    return []


def _safe_address(portal: Portal) -> bool:
    parts = urlsplit(portal.address)
    near = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or near)


def turn_on(portal: Portal, *, actor: str) -> None:
    """Let people sign in so. Raises NotSwitchedOn.

    Who did before is known again, and has no password here any more.
    """
    with transaction.atomic():
        row = sign_on_of(portal) or SignOn(portal=portal)
        configuration = configuration_of(row)
        if lacks := missing(portal, configuration):
            raise NotSwitchedOn(joined(lacks))
        if row.enabled:
            return
        row.enabled = True
        row.save()
        again = 0
        for person in _linked(portal, configuration.provider.entity_id):
            again += _bind(person)
        line = Note("sso.on", f"sso:{row.pk}", portal.name, {}, {"people": again})
        note(portal, actor, [line])


def _bind(person: Person) -> bool:
    """Make somebody a person of the identity provider again, but not the last local owner."""
    try:
        keep_an_owner(person)
    except NotLetIn:
        Link.objects.filter(person=person).delete()
        return False
    forget_password(person)
    if not kept_elsewhere(person):
        people.own(person, OWNED, SIGN_ON)
    return True


def turn_off(portal: Portal, *, actor: str) -> None:
    """Let nobody sign in so; whoever did is an ordinary person.

    Their sessions end, roles given by the identity provider go, their fields are the panel's. They
    stay who they are, with their accounts, and are known again once it is switched on again.
    """
    with transaction.atomic():
        row = sign_on_of(portal)
        if row is None or not row.enabled:
            return
        row.enabled = False
        row.save(update_fields=["enabled"])
        sessions = Session.objects.filter(portal=portal).exclude(issuer="")
        ended, _each = sessions.delete()
        persons = _linked(portal)
        for person in persons:
            people.grant_exactly(person, (), origin=RoleGrant.Origin.SIGN_ON, actor=actor)
            kept = [name for name, owner in person.owned.items() if owner == SIGN_ON]
            people.own(person, kept, "local")
        said = {"people": len(persons), "sessions": ended}
        note(portal, actor, [Note("sso.off", f"sso:{row.pk}", portal.name, {}, said)])


def _linked(portal: Portal, issuer: str = "") -> list[Person]:
    rows = Link.objects.filter(portal=portal)
    if issuer:
        rows = rows.filter(issuer=issuer[:1024])
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("pk"))
