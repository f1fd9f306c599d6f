"""An LDAP server as a source: one full, paged read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stellwerk.core.said import joined, say
from stellwerk.sources.base import Kind, ReadProblem, ReadRecord
from stellwerk.sources.dialects.dialect import BadEntry
from stellwerk.sources.dialects.translator import Translator
from stellwerk.sources.dn import fold_dn
from stellwerk.sources.ldap.connection import connection
from stellwerk.sources.ldap.failure import LdapFailure
from stellwerk.sources.ldap.library import python_ldap
from stellwerk.sources.ldap.paging import paged
from stellwerk.sources.ldap.ranges import complete_ranges
from stellwerk.sources.ldap.settings import LdapSettings, Search
from stellwerk.sources.once import Once
from stellwerk.sources.reading import OnePass


@dataclass(frozen=True, slots=True)
class LdapSource:
    """A directory server that is read over LDAP."""

    settings: LdapSettings

    def read(self) -> "LdapReading":
        """Start a full reading; it connects when it is iterated. Raises LdapMissing."""
        python_ldap()
        return LdapReading(self.settings)


class LdapReading(OnePass):
    """One pass over all bases and kinds; complete only if every search ended in success."""

    def __init__(self, settings: LdapSettings) -> None:
        super().__init__()
        self._settings = settings
        self._dialect = settings.reader()
        self._translator = Translator(self._dialect)
        self._may_range = settings.dialect == "active_directory"
        self._once = Once()
        self._missing = {fold_dn(dn): dn for dn in settings.canary_dns}

    def _records(self) -> Iterator[ReadRecord]:
        try:
            with connection(self._settings) as opened:
                for search in self._settings.searches():
                    yield from self._search(opened, search)
        except LdapFailure as error:
            self.fail(joined([error.message, error.hint], ". "))
            return
        for dn in self._missing.values():
            self.fail(
                say(
                    "%(url)s: %(dn)s must be seen and was not; the account may be denied a"
                    " part of the directory",
                    url=self._settings.url,
                    dn=dn,
                )
            )

    def _search(self, opened: Any, search: Search) -> Iterator[ReadRecord]:
        wanted = self._dialect.wanted(search.kind)
        empty = True
        for dn, values in paged(opened, self._settings, search, sorted(wanted)):
            empty = False
            record = self._record(opened, search.kind, dn, values)
            if record is not None:
                yield record
        if empty and (search.explicit or search.kind is Kind.PERSON):
            self.fail(
                say(
                    "%(url)s: no %(kind)s found at %(base)s with %(filter)s; an empty answer"
                    " is not taken for an empty directory",
                    url=self._settings.url,
                    kind=search.kind,
                    base=search.base,
                    filter=search.filter,
                )
            )

    def _record(
        self, opened: Any, kind: Kind, dn: str, entry: dict[str, list[bytes]]
    ) -> ReadRecord | None:
        try:
            if self._may_range:
                complete_ranges(entry, lambda name: _attribute(opened, dn, name))
            record = self._translator.record(dn, entry, kind)
        except BadEntry as bad:
            self.report(ReadProblem(dn, None, bad.code, bad.message, bad.hint, bad.ident))
            return None
        if self._missing:
            self._missing.pop(fold_dn(dn), None)
        if record is None or self._once.knows(record):
            return None
        return record


def _attribute(opened: Any, dn: str, name: str) -> dict[str, list[bytes]]:
    found = opened.search_ext_s(dn, python_ldap().SCOPE_BASE, attrlist=[name])
    return dict(found[0][1]) if found else {}
