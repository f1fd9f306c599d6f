"""The switch of single sign-on: what must be there before, and what follows from it."""

from urllib.parse import urlsplit

from django.db import transaction

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined, say
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin.models import Session
from stellwerk.sso.binding import bind, release
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.connection import configuration_of, settings_of, sign_on_of
from stellwerk.sso.models import OpenRequest, SignOn
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
        again = bind(portal, configuration.provider.entity_id)
        line = Note("sso.on", f"sso:{row.pk}", portal.name, {}, {"people": again})
        note(portal, actor, [line])


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
        said = _part(portal, actor)
        note(portal, actor, [Note("sso.off", f"sso:{row.pk}", portal.name, {}, said)])


def replace_provider(portal: Portal, issuer: str, *, actor: str) -> None:
    """Another identity provider is set while it is on, in the caller's transaction: what the one
    before vouched for is over, and who signed in by the new one earlier is known again.
    """
    said = _part(portal, actor)
    again = bind(portal, issuer)
    note(portal, actor, [Note("sso.replace", f"portal:{portal.pk}", portal.name, said,
                              {"people": again})])  # fmt: skip


def _part(portal: Portal, actor: str) -> dict[str, int]:
    """What the identity provider vouched for is over: how many people and sessions that are."""
    OpenRequest.objects.filter(portal=portal, kind=OpenRequest.Kind.CONFIRM).delete()
    ended, _each = Session.objects.filter(portal=portal).exclude(issuer="").delete()
    return {"people": release(portal, actor=actor), "sessions": ended}
