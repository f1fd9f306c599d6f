"""The only writers of sources."""

from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.core.secrets import keyring
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source


def save_source(
    portal: Portal,
    name: str,
    *,
    kind: str,
    settings: dict[str, Any],
    secret: Masked | None,
    position: int,
    actor: str,
) -> tuple[Source, bool]:
    """Make a source or give it new settings; returns it and whether anything changed."""
    row = Source.objects.filter(portal=portal, name=name).first()
    before = {} if row is None else {"kind": row.kind, **row.settings}
    after = {"kind": kind, **settings}
    same_secret = row is not None and opened(row).reveal() == (secret.reveal() if secret else "")
    if row is not None and before == after and same_secret and row.position == position:
        return row, False
    row = row or Source(portal=portal, name=name)
    row.kind, row.settings, row.position = kind, settings, position
    row.secret = keyring().seal(secret.reveal(), place(row)) if secret else ""
    row.save()
    note(portal, actor, [Note("source.save", f"source:{row.pk}", name, before, after)])
    return row, True


def place(row: Source) -> str:
    """What a source's secret is bound to."""
    return f"sources.source.{row.public_id}"


def opened(row: Source) -> Masked:
    """A source's secret, opened; empty without one."""
    return keyring().open(row.secret, place(row)) if row.secret else Masked("")
