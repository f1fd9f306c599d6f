"""Turns entries into records; remembers what each spelling of an attribute name means."""

from stellwerk.core.said import say
from stellwerk.core.visible import visible
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.dialects.dialect import Attributes, BadEntry, Dialect, RawEntry
from stellwerk.sources.fingerprint import NulInValue, fingerprint

MAX_IDENT = 80
"""Characters of an immutable id; a UUID has 36."""
_MAX_SPELLINGS = 10_000

_Plan = dict[str, tuple[str, str]]
"""Spelled attribute name -> (property or "", lower-case name if the dialect's functions see it)."""


class Translator:
    """One dialect at work. It is made for each reading and keeps nothing of the entries."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._plans: dict[Kind, _Plan] = {kind: {} for kind in dialect.shapes}

    def record(self, dn: str, entry: RawEntry, kind: Kind | None = None) -> ReadRecord | None:
        """Turn one entry into a record, or None if it is nothing Stellwerk carries.

        `kind` is given where the search already decided it; then the names may be spelled in any
        case and have options. Raises BadEntry.
        """
        dialect = self._dialect
        kind = kind or dialect.classify(entry)
        if kind is None:
            return None
        shape = dialect.shapes[kind]
        attributes, seen = self._read(entry, kind)
        if dialect.dropped(seen, kind):
            return None
        ident = dialect.ident(seen)
        if not ident:
            raise BadEntry("no_id", say("it has no immutable id"), dialect.ident_hint)
        if len(ident) > MAX_IDENT or not ident.isprintable():
            raise BadEntry(
                "bad_id",
                say("its immutable id is none: %(ident)s", ident=visible(ident[:MAX_IDENT])),
                say("Correct the id in the directory, or export the file again."),
            )
        shape.finish(seen, attributes)
        blobs: dict[str, bytes] = {}
        for name in shape.photos:
            photo = seen.get(name)
            if photo and photo[0]:
                blobs["jpegPhoto"] = photo[0]
                break
        try:
            mark = fingerprint(kind, dn, attributes, blobs)
        except NulInValue as error:
            name = next((n for n, texts in attributes.items() if "\0" in "".join(texts)), "dn")
            text = say("the value of %(name)s contains the character NUL", name=name)
            hint = say("Correct the value in the directory.")
            raise BadEntry(error.code, text, hint, ident) from error
        return ReadRecord(kind, ident, dn, attributes, blobs, mark)

    def _read(self, entry: RawEntry, kind: Kind) -> tuple[Attributes, RawEntry]:
        attributes: Attributes = {}
        seen: RawEntry = {}
        plan = self._plans[kind]
        name = ""
        try:
            for name, values in entry.items():
                if name in plan:
                    prop, key = plan[name]
                else:
                    prop, key = self._learn(name, kind)
                if key:
                    seen[key] = values
                if not prop:
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
                say("the value of %(name)s is not UTF-8 text", name=name),
                say("Correct the value in the directory, or export the file as UTF-8."),
                self._dialect.ident({other.lower(): values for other, values in entry.items()}),
            ) from error
        return attributes, seen

    def _learn(self, name: str, kind: Kind) -> tuple[str, str]:
        dialect = self._dialect
        shape = dialect.shapes[kind]
        bare = name.lower().removesuffix(";binary")
        shown = {*dialect.ident_names, *shape.uses, *shape.photos}
        meaning = shape.table.get(bare, ""), bare if bare in shown else ""
        if len(self._plans[kind]) < _MAX_SPELLINGS:
            self._plans[kind][name] = meaning
        return meaning
