"""Notices objects that a reading meets twice."""

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
        ident, dn = hash(record.ident), hash(fold_dn(record.dn))
        if ident in self._idents:
            raise BadEntry(
                "duplicate_id",
                f"another object before it has the same id {record.ident}",
                "Remove one of the two, or export the file again.",
                record.ident,
            )
        if dn in self._dns:
            raise BadEntry(
                "duplicate_dn",
                "another object before it has the same dn",
                "Remove one of the two, or export the file again.",
                record.ident,
            )
        self._idents.add(ident)
        self._dns.add(dn)
