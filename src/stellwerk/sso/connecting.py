"""The only writer of what is set for single sign-on, but for the switch."""

import json
from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from stellwerk.core.errors import StellwerkError
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sso import connection
from stellwerk.sso.binding import take_unmapped_roles
from stellwerk.sso.configuration import Configuration, from_document
from stellwerk.sso.differing import differences
from stellwerk.sso.models import SignOn
from stellwerk.sso.switching import missing, replace_provider


class Outdated(StellwerkError):
    """Somebody else saved other settings meanwhile; nothing was changed."""

    code = "sso-outdated"
    hint = "Load the page again and repeat the step."


class Unready(StellwerkError):
    """Single sign-on is on and would no longer work with this; nothing was changed."""

    code = "sso-unready"
    hint = "Turn it off first, or complete the settings."

    def __init__(self, reasons: Sequence[str] = ()) -> None:
        super().__init__()
        self.reasons = (self.message, *reasons)


def sign_on_of(portal: Portal) -> SignOn:
    """A portal's connection; one that is not saved yet where nothing was ever set."""
    return connection.sign_on_of(portal) or SignOn(portal=portal)


def configuration_of(portal: Portal) -> Configuration:
    """What is set for a portal, all of it as usual where nothing is."""
    return from_document(sign_on_of(portal).document)


def version_of(configuration: Configuration) -> str:
    """Another one after every change."""
    document = json.dumps(configuration.to_document(), sort_keys=True)
    return sha256(document.encode()).hexdigest()


def save(portal: Portal, wanted: Configuration, *, seen: str | None = None, actor: str) -> bool:
    """Set this; whether that changed anything.

    `seen` is the version that whoever saves it looked at. Raises Outdated if it is another now,
    and Unready for what would leave nobody able to sign in while it is on.
    """
    with transaction.atomic():
        row = _locked(portal)
        before = from_document(row.document)
        if seen is not None and seen != version_of(before):
            raise Outdated
        found = differences(before, wanted)
        if not found:
            return False
        if row.enabled and (reasons := missing(portal, wanted)):
            raise Unready(reasons)
        row.document = wanted.to_document()
        if before.provider != wanted.provider:
            row.proposed = {}
        row.save()
        if row.enabled and before.provider.entity_id != wanted.provider.entity_id:
            replace_provider(portal, wanted.provider.entity_id, actor=actor)
        mapped = wanted.attributes.roles.values() if wanted.attributes.role else ()
        take_unmapped_roles(portal, set(mapped), actor=actor)
        note(
            portal,
            actor,
            [
                Note(
                    "sso.save",
                    f"sso:{row.pk}",
                    portal.name,
                    {one.name: one.before for one in found},
                    {one.name: one.after for one in found},
                )
            ],
        )
    return True


def registered(portal: Portal, *, actor: str) -> None:
    """Say that the identity provider knows the portal under the address it has now."""
    with transaction.atomic():
        row = _locked(portal)
        before, row.known_address = row.known_address, portal.address
        if row.pk and before == row.known_address:
            return
        row.save()
        line = Note(
            "sso.registered",
            f"sso:{row.pk}",
            portal.name,
            {"address": before},
            {"address": row.known_address},
        )
        note(portal, actor, [line])


def _locked(portal: Portal) -> SignOn:
    row = SignOn.objects.select_for_update().filter(portal=portal).first()
    return row or SignOn(portal=portal)
