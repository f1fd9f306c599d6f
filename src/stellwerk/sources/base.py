"""The port every directory source fills: what is read, what went wrong, and was it everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from stellwerk.sources.dn import fold_dn
from stellwerk.sources.fingerprint import fingerprint

__all__ = [
    "MAX_PROBLEMS",
    "Kind",
    "ReadProblem",
    "ReadRecord",
    "Reading",
    "Source",
    "fingerprint",
    "fold_dn",
]

MAX_PROBLEMS = 1_000
"""So many problems of one reading are kept by name; `problem_count` counts all of them."""


class Kind(StrEnum):
    """What an object is, whichever directory it came from."""

    PERSON = "person"
    GROUP = "group"
    CONTEXT = "context"
    ACCESS_PROFILE = "access_profile"
    FUNCTIONAL_ACCOUNT = "functional_account"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One object as a directory gave it, translated to UDM property names.

    `ident` is the immutable id as lower-case text (univentionObjectIdentifier or entryUUID,
    objectGUID, nsUniqueId). `attributes` holds only properties that have a value, as text;
    values that are bytes (photos) are in `blobs`. `fingerprint` has 16 bytes.
    """

    kind: Kind
    ident: str
    dn: str
    attributes: dict[str, list[str]]
    blobs: dict[str, bytes]
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """One object that could not be read; every other object arrives all the same.

    `dn` may be empty when not even that was legible. `line` counts from 1 and is None where a
    source has no lines. `code` is a stable word for scripts, `text` says what is wrong, `hint`
    what to do about it. `ident` is the immutable id where it was legible: the object exists, so
    its record is not absent.
    """

    dn: str
    line: int | None
    code: str
    text: str
    hint: str
    ident: str = ""


class Reading(Protocol):
    """One pass over a source: iterate it exactly once, then ask whether it was everything.

    While it is being iterated `complete` is False. Afterwards either `complete` is True and
    `reason` empty, or `reason` says why objects may be missing: then nothing may be concluded
    from the absence of an object. `problems` holds the first MAX_PROBLEMS of `problem_count`.
    """

    @property
    def complete(self) -> bool: ...

    @property
    def reason(self) -> str: ...

    @property
    def problems(self) -> list[ReadProblem]: ...

    @property
    def problem_count(self) -> int: ...

    def __iter__(self) -> Iterator[ReadRecord]:
        """Yield every object once. Raises ReadingUsed on a second pass."""
        ...


class Source(Protocol):
    """A place identities are read from."""

    def read(self) -> Reading:
        """Start a full reading. Errors of the place show in the reading, they are not raised."""
        ...
