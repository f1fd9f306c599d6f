"""Tells whether settings are still what somebody looked at before they changed them."""

import json
from hashlib import sha256
from typing import Any

from stellwerk.config.exporting import (
    TABLES,
    contexts_at,
    profile_table,
    source_table,
    target_table,
    tile_table,
)
from stellwerk.core.errors import StellwerkError
from stellwerk.jobs.models import Schedule
from stellwerk.people.models import Entry
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.targets.models import Credential, Target
from stellwerk.tiles.models import Tile

NEW = ""
"""The version of what is not there."""


class Outdated(StellwerkError):
    """Somebody else saved other settings meanwhile; nothing was changed."""

    code = "config.outdated"


def version_of(row: Source | Target | Entry | Tile | None) -> str:
    """Another one after every change of what a file says of this, passwords included."""
    if row is None:
        return NEW
    return sha256(json.dumps(_content(row), sort_keys=True).encode()).hexdigest()


def check(row: Source | Target | Entry | Tile | None, seen: str | None) -> None:
    """Raises Outdated unless this is still the version that was `seen` (None: never mind)."""
    if seen is not None and version_of(row) != seen:
        raise Outdated


def _content(row: Source | Target | Entry | Tile) -> Any:
    if isinstance(row, Tile):
        return tile_table(row)
    if isinstance(row, Source):
        every = Schedule.objects.filter(kind="read", key=readers.key(row)).values_list("every")
        return [source_table(row), row.secret, list(every)]
    if isinstance(row, Target):
        logins = Credential.objects.filter(target=row).order_by("scope")
        return [
            target_table(row, contexts_at(row)),
            list(logins.values_list("scope", "login", "secret")),
        ]
    return [TABLES.get(row.kind, profile_table)(row), row.left_at is not None]
