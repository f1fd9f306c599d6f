"""Directory files as a test damages them: bytes, not text, since damage knows no encoding."""

from base64 import b64encode

from tests.factories import Directory
from tests.integration.sync.site_case import Site

PEOPLE = ("anna", "bert", "carl", "dora")


def town() -> bytes:
    """Context, profile, four people and a group of them, an empty line behind each object."""
    directory = Directory()
    directory.context()
    directory.profile()
    for login in PEOPLE:
        directory.person(login)
    directory.group("team", *(f"uid={login},cn=users,dc=test" for login in PEOPLE))
    return directory.ldif.encode() + b"\n"


def entry(content: bytes, login: str) -> bytes:
    """The lines of one person, the empty line behind them left out."""
    start = content.index(f"dn: uid={login},".encode())
    return content[start : content.index(b"\n\n", start) + 1]


def with_line(content: bytes, login: str, line: bytes) -> bytes:
    """One more line for a person, before the id."""
    old = entry(content, login)
    return content.replace(old, old.replace(b"entryUUID:", line + b"\nentryUUID:"))


def encoded(value: bytes) -> bytes:
    """A value as LDIF has it in base64, the two colons included."""
    return b":: " + b64encode(value)


def run(site: Site, content: bytes) -> None:
    """Read this content and carry everything out that may be."""
    site.file.write_bytes(content)
    site.carry_out(site.plan_as_is())
