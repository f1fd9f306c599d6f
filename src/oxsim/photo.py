"""A user's photo: in memory, or left where the state file has it."""

import hashlib
from dataclasses import dataclass
from typing import Protocol


class Photo(Protocol):
    """A picture that somebody keeps."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hex."""

    def read(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True, slots=True)
class HeldPhoto:
    """A picture in memory."""

    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    def read(self) -> bytes:
        """Its bytes."""
        return self.data
