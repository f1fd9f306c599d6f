"""A user as it is held: compact, since there may be a hundred thousand."""

from dataclasses import dataclass, field
from typing import Any

from oxsim.packed import pack, unpack
from oxsim.photo import Photo
from oxsim.schema.access import DEFAULT, Access
from oxsim.schema.maps import Attributes


@dataclass(slots=True)
class User:
    """One user. ``packed`` holds what is set, see `fields`; the photo is kept apart."""

    id: int
    name: str
    packed: bytes
    password: str
    """Salted hash, see `oxsim.passwords`."""
    access: Access = DEFAULT
    quota: int | None = None
    """Megabytes; None for a user without a file store of its own."""
    has_filestore: bool = False
    attributes: Attributes = field(default_factory=dict)
    photo: Photo | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """What is set, ``aliases`` as a list: a copy. Changes take effect when it is assigned."""
        return unpack(self.packed)

    @fields.setter
    def fields(self, fields: dict[str, Any]) -> None:
        self.packed = pack(fields)
