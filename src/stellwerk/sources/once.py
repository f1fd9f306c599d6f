"""Notices objects that a reading meets twice."""

from stellwerk.core.said import say
from stellwerk.sources.base import ReadRecord
from stellwerk.sources.dialects.dialect import BadEntry
from stellwerk.sources.dn import fold_dn


class Once:
    """Remembers the ids and DNs of one reading, 64 bits of each: some 100 bytes per object."""

    def __init__(self) -> None:
        self._idents: set[int] = set()
        self._dns: set[int] = set()

    def check(self, record: ReadRecord) -> None:
        """Remember a record. Raises BadEntry if its id or its DN was there before."""
        if hash(record.ident) in self._idents:
            raise BadEntry(
                "duplicate_id",
                say("another object before it has the same id %(ident)s", ident=record.ident),
                say("Remove one of the two, or export the file again."),
                record.ident,
            )
        if hash(fold_dn(record.dn)) in self._dns:
            raise BadEntry(
                "duplicate_dn",
                say("another object before it has the same dn"),
                say("Remove one of the two, or export the file again."),
                record.ident,
            )
        self._idents.add(hash(record.ident))
        self._dns.add(hash(fold_dn(record.dn)))

    def knows(self, record: ReadRecord) -> bool:
        """Tell whether an object of this id was there before; remember it, but not its DN."""
        ident = hash(record.ident)
        if ident in self._idents:
            return True
        self._idents.add(ident)
        return False
