"""A dialect: how one kind of directory server's attributes become records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from stellwerk.core.errors import StellwerkError
from stellwerk.sources.base import Kind

RawEntry = dict[str, list[bytes]]
"""Attributes as a server or file gave them: lower-case names without options, values as bytes."""

Attributes = dict[str, list[str]]
"""UDM property names with their non-empty values."""

Finish = Callable[[RawEntry, Attributes], None]


class BadEntry(StellwerkError):
    """One object cannot become a record."""

    def __init__(self, code: str, text: str, hint: str, ident: str = "") -> None:
        super().__init__(text, hint=hint)
        self.code = code
        self.ident = ident


def nothing(_entry: RawEntry, _attributes: Attributes) -> None:
    """The finish of a kind whose table says everything."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind is read: `table` from lower-case attribute name to UDM property, `photos` the
    attributes of which the first present one becomes the blob jpegPhoto, `finish` what a table
    cannot say, `uses` the attributes that `finish` and Dialect.dropped look at (they see no
    others), `filter` finds the objects in LDAP.
    """

    filter: str
    table: Mapping[str, str]
    finish: Finish = nothing
    uses: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """Pure tables and functions for one kind of directory server.

    `classify` sees all of an entry, `ident` only the attributes `ident_names`.
    """

    name: str
    shapes: Mapping[Kind, Shape]
    classify: Callable[[RawEntry], Kind | None]
    ident: Callable[[RawEntry], str]
    ident_names: tuple[str, ...]
    ident_hint: str
    dropped: Callable[[RawEntry, Kind], bool]
    uses: tuple[str, ...] = field(default=("objectclass",))

    def wanted(self, kind: Kind | None = None) -> frozenset[str]:
        """Return the lower-case attribute names a reading needs, of one kind or of all."""
        names = {*self.uses, *self.ident_names}
        for shape in [self.shapes[kind]] if kind else self.shapes.values():
            names.update(shape.table, shape.uses, shape.photos)
        return frozenset(names)

    def extended(self, kind: Kind, extra: Mapping[str, str]) -> "Dialect":
        """Return this dialect reading more attributes: `extra` is attribute -> property."""
        shape = self.shapes[kind]
        table = {**shape.table, **{name.lower(): prop for name, prop in extra.items()}}
        return replace(self, shapes={**self.shapes, kind: replace(shape, table=table)})
