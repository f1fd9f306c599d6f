"""Reads the identity provider's metadata again, and proposes what is new in them.

New keys are never trusted by themselves: whoever can change the metadata could sign anybody in.
"""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.core.outbound.fetching import Trust, fetch
from stellwerk.core.said import joined, kept
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sso.configuration import Configuration, Provider, from_document
from stellwerk.sso.differing import differences
from stellwerk.sso.filling import Filling, filling
from stellwerk.sso.models import SignOn
from stellwerk.sso.saml.idp_metadata import read_metadata

_LEFT = "left"
"""Marks a proposal that somebody answered with no."""


class OtherProposal(StellwerkError):
    """The metadata have changed again meanwhile; nothing was changed here."""

    code = "sso-other-proposal"
    hint = "Look at what they say now, then decide."


def read_again(provider: Provider) -> Filling:
    """What the metadata at the kept address say of this identity provider.

    Raises a NotFetched or BadMetadata.
    """
    trust = Trust(provider.metadata_private, provider.metadata_ca)
    with fetch(provider.metadata_address, trust) as content:
        found = read_metadata(content, now=clock.now(), entity_id=provider.entity_id)
    return filling(found[0], provider)


def refresh(portal: Portal, *, actor: str) -> bool:
    """Read the metadata, and propose what is new; whether anything waits for an answer now.

    What keeps them from being read is kept, and raised as it was.
    """
    row = SignOn.objects.get(portal=portal)
    before = from_document(row.document)
    try:
        found = read_again(before.provider)
    except StellwerkError as error:
        SignOn.objects.filter(pk=row.pk).update(
            refresh_error=kept(joined([error.message, error.hint]))
        )
        raise
    with transaction.atomic():
        row = SignOn.objects.select_for_update().get(pk=row.pk)
        row.refreshed_at, row.refresh_error = clock.now(), ""
        now = from_document(row.document)
        if now.provider.metadata_address != before.provider.metadata_address:
            return False
        news = _with(now, found)
        proposed = found.to_document() if news != now else {}
        if proposed != _asked(row):
            row.proposed = proposed
            if proposed:
                _note("sso.propose", row, portal, actor, now, news)
        row.save(update_fields=["refreshed_at", "refresh_error", "proposed"])
    return proposal(row) is not None


def proposal(row: SignOn) -> Configuration | None:
    """What would be set by what waits for an answer; None where nothing does."""
    if not row.proposed or row.proposed.get(_LEFT):
        return None
    return _with(from_document(row.document), Filling.from_document(row.proposed))


def version(row: SignOn) -> str:
    """Which proposal this is."""
    return sha256(json.dumps(row.proposed, sort_keys=True).encode()).hexdigest()


def accept(portal: Portal, seen: str, *, actor: str) -> None:
    """Set what is proposed, as it was `seen`. Raises OtherProposal."""
    with transaction.atomic():
        row, wanted = _seen(portal, seen)
        before = from_document(row.document)
        row.document, row.proposed = wanted.to_document(), {}
        row.save(update_fields=["document", "proposed"])
        _note("sso.accept", row, portal, actor, before, wanted)


def leave(portal: Portal, seen: str, *, actor: str) -> None:
    """Leave everything as it is until the metadata say something else. Raises OtherProposal."""
    with transaction.atomic():
        row, wanted = _seen(portal, seen)
        row.proposed = {**row.proposed, _LEFT: True}
        row.save(update_fields=["proposed"])
        _note("sso.leave", row, portal, actor, from_document(row.document), wanted)


def _seen(portal: Portal, version_: str) -> tuple[SignOn, Configuration]:
    row = SignOn.objects.select_for_update().filter(portal=portal).first()
    wanted = proposal(row) if row is not None else None
    if row is None or wanted is None or version(row) != version_:
        raise OtherProposal
    return row, wanted


def _asked(row: SignOn) -> dict[str, Any]:
    return {name: value for name, value in row.proposed.items() if name != _LEFT}


def _with(before: Configuration, found: Filling) -> Configuration:
    return replace(before, provider=found.provider)


def _note(
    verb: str,
    row: SignOn,
    portal: Portal,
    actor: str,
    before: Configuration,
    after: Configuration,
) -> None:
    found = differences(before, after)
    old, new = ({one.name: one.before for one in found}, {one.name: one.after for one in found})
    note(portal, actor, [Note(verb, f"sso:{row.pk}", portal.name, old, new)])
