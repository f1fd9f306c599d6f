"""A dialect: how one kind of directory server's attributes become records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from stellwerk.core.errors import StellwerkError
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.fingerprint import NulInValue, fingerprint

RawEntry = dict[str, list[bytes]]
"""Attributes as a server or file gave them: lower-case names, no options, values as bytes."""

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
    cannot say, `uses` the attributes that only `finish` looks at, `filter` finds them in LDAP.
    """

    filter: str
    table: Mapping[str, str]
    finish: Finish = nothing
    uses: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """Pure tables and functions for one kind of directory server."""

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

    def translate(self, dn: str, entry: RawEntry, kind: Kind | None = None) -> ReadRecord | None:
        """Turn one entry into a record, or None if it is nothing Stellwerk carries.

        `kind` is given where the search already decided it. Raises BadEntry.
        """
        kind = kind or self.classify(entry)
        if kind is None or self.dropped(entry, kind):
            return None
        shape = self.shapes[kind]
        ident = self.ident(entry)
        if not ident:
            raise BadEntry("no_id", "it has no immutable id", self.ident_hint)
        attributes = _decode(entry, shape.table, ident)
        shape.finish(entry, attributes)
        blobs: dict[str, bytes] = {}
        for name in shape.photos:
            if photo := entry.get(name):
                blobs["jpegPhoto"] = photo[0]
                break
        try:
            mark = fingerprint(kind, dn, attributes, blobs)
        except NulInValue as error:
            raise BadEntry(
                "nul", "a value contains the character NUL", "Correct the value.", ident
            ) from error
        return ReadRecord(kind, ident, dn, attributes, blobs, mark)


def _decode(entry: RawEntry, table: Mapping[str, str], ident: str) -> Attributes:
    attributes: Attributes = {}
    name = ""
    try:
        for name, values in entry.items():
            prop = table.get(name)
            if prop is None:
                continue
            if len(values) == 1:
                texts = [values[0].decode()]
            else:
                texts = [value.decode() for value in values if value]
            if not texts or not texts[0]:
                continue
            if prop in attributes:
                texts = attributes[prop] + texts
            attributes[prop] = texts
    except UnicodeDecodeError as error:
        raise BadEntry(
            "not_utf8",
            f"the value of {name} is not UTF-8 text",
            "Correct the value in the directory, or export the file as UTF-8.",
            ident,
        ) from error
    return attributes
