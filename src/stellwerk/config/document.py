"""What a configuration file says, checked and typed; nothing of it has been carried out yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stellwerk.config.password import Password
from stellwerk.config.section import Section
from stellwerk.tiles.fields import TileFields

READ_EVERY = 900
"""Sources are read again after so many seconds unless the file says otherwise."""
KEEP_RUNS = 90
"""Runs and their logs are kept for so many days unless the file says otherwise."""


@dataclass(frozen=True, slots=True)
class SourceWish:
    """A source as the file wants it; `settings` as `sources.readers` reads them.

    `read_every` (seconds) is its own, None the file's.
    """

    name: str
    kind: str
    settings: Mapping[str, Any]
    password: Password | None
    read_every: int | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """A login at a target: `scope` is a context id, "" the master account."""

    scope: str
    login: str
    password: Password


@dataclass(frozen=True, slots=True)
class EntryWish:
    """A context, access profile, resource or functional account the file declares.

    `key` is a context's id, the name of the others.
    """

    kind: str
    key: str
    name: str
    attributes: Mapping[str, list[str]]
    section: Section


@dataclass(frozen=True, slots=True)
class TileWish:
    """A tile of the start page as the file wants it."""

    fields: TileFields
    section: Section


@dataclass(frozen=True, slots=True)
class TargetWish:
    """A target as the file wants it; `rules` as `sync.actions.save_rules` takes them.

    `contexts` are those declared at it; no other target knows of them.
    """

    name: str
    settings: Mapping[str, Any]
    manual: bool
    rules: Sequence[Mapping[str, Any]]
    logins: Sequence[Login]
    contexts: Sequence[EntryWish] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole configuration file. Relative paths in it are meant from `file`'s folder."""

    file: Path
    portal: str
    time_zone: str
    address: str
    read_every: int
    keep_runs: int
    sources: Sequence[SourceWish] = field(default_factory=tuple)
    targets: Sequence[TargetWish] = field(default_factory=tuple)
    profiles: Sequence[EntryWish] = field(default_factory=tuple)
    tiles: Sequence[TileWish] = field(default_factory=tuple)
    resources: Sequence[EntryWish] = field(default_factory=tuple)
    accounts: Sequence[EntryWish] = field(default_factory=tuple)

    @property
    def entries(self) -> Sequence[EntryWish]:
        """What is declared beside the targets."""
        return [*self.profiles, *self.resources, *self.accounts]
