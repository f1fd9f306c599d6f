"""The dialects by the name a configuration uses."""

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined
from stellwerk.sources.dialects.active_directory import ACTIVE_DIRECTORY
from stellwerk.sources.dialects.dialect import Dialect
from stellwerk.sources.dialects.ds389 import DS389
from stellwerk.sources.dialects.openldap import OPENLDAP
from stellwerk.sources.dialects.ucs import UCS

DIALECTS = {dialect.name: dialect for dialect in (UCS, OPENLDAP, ACTIVE_DIRECTORY, DS389)}


class UnknownDialect(StellwerkError):
    """There is no such dialect; known are ucs, openldap, active_directory and ds389."""

    code = "unknown_dialect"


def dialect_by_name(name: str) -> Dialect:
    """Return the dialect of that name; `nubus` is another word for `ucs`. Raises UnknownDialect."""
    try:
        return DIALECTS["ucs" if name == "nubus" else name]
    except KeyError:
        raise UnknownDialect(joined([f"'{name}'", UnknownDialect().message], ": ")) from None
