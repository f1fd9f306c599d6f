"""Small LDIF files for the tests."""

from pathlib import Path

from stellwerk.sources.dialects.dialect import Dialect
from stellwerk.sources.dialects.ucs import UCS
from stellwerk.sources.ldif import LdifSource
from stellwerk.sources.ldif.source import LdifReading


def person(login: str, *lines: str, ident: str = "") -> str:
    """Return the entry of a person, with the empty line after it."""
    return "\n".join(
        [
            f"dn: uid={login},cn=users,dc=x",
            "objectClass: inetOrgPerson",
            "univentionObjectType: users/user",
            f"uid: {login}",
            *lines,
            f"entryUUID: {ident or 'ID-OF-' + login}",
            "",
            "",
        ]
    )


def reading(folder: Path, content: str | bytes, dialect: Dialect = UCS) -> LdifReading:
    """Write a file and return a reading of it that was not iterated yet."""
    file = folder / "directory.ldif"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return LdifSource(file, dialect).read()
