"""How fast an LDAP server is read into records, beside `ldapsearch` printing the same entries."""

import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.figure import Figure, demand, require
from stellwerk.core.masked import Masked
from stellwerk.demo.directory.ldif import write_entry
from stellwerk.demo.directory.people import person_entry
from stellwerk.demo.directory.town import BASE, PEOPLE, Pairs, Town
from stellwerk.demo.directory.tree import tree_entries
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.ucs import UCS
from stellwerk.sources.ldap.connection import connection
from stellwerk.sources.ldap.paging import paged
from stellwerk.sources.ldap.settings import LdapSettings
from stellwerk.sources.ldap.source import LdapSource
from tests.servers.slapd import ADMIN_PASSWORD, Slapd

ENTRIES, LESS = 100_000, 10_000
VALUES = 20
_PHOTO_EVERY = 20
_ROUNDS = 3
_LEAST_RATIO = 0.25
_SCHEMA_ASKS = {"objectClass", "cn", "sn", "uid", "uidNumber", "gidNumber", "homeDirectory"}
_ASKED = sorted(UCS.wanted(Kind.PERSON))


def run(*, full: bool) -> Figure:
    """Take the figures, of fewer entries unless `full`. Raises WrongEnd and Missed.

    The three ways take turns, and of each the best round counts, so that what else the machine
    does counts least; a first ldapsearch that is not counted warms the server up.
    """
    entries = ENTRIES if full else LESS
    with tempfile.TemporaryDirectory(prefix="stellwerk-bench-") as folder:
        server = Slapd(Path(folder) / "slapd", BASE)
        server.load(_written(Path(folder) / "people.ldif", entries))
        with server:
            settings = LdapSettings(
                server.url,
                PEOPLE,
                bind_dn=server.admin,
                password=Masked(ADMIN_PASSWORD),
                kinds=(Kind.PERSON,),
            )
            _ldapsearch(settings, entries)
            rounds = [[read(settings, entries) for read in _WAYS] for _ in range(_ROUNDS)]
    search, ours, client = (min(way) for way in zip(*rounds, strict=True))
    figure: Figure = {
        "entries": entries,
        "ratio": round(search / ours, 3),
        "client_ratio": round(search / client, 3),
        "entries_per_s": round(entries / ours),
    }
    demand(search / ours >= _LEAST_RATIO, figure, f"ratio >= {_LEAST_RATIO}")
    return figure


def _written(ldif: Path, entries: int) -> Path:
    town = Town(entries, 2, 30, "lindenau", _PHOTO_EVERY)
    with ldif.open("wb") as file:
        for dn, pairs in tree_entries(town):
            write_entry(file, dn, pairs)
        for number in range(entries):
            dn, pairs = person_entry(town, number, "Standesamt")
            write_entry(file, dn, list(_twenty(pairs)))
    return ldif


def _twenty(pairs: Pairs) -> Iterator[tuple[str, str | bytes]]:
    """Of an entry what the schema asks for, the photo, and values up to the number that counts."""
    must = {"univentionObjectIdentifier", "entryUUID", "isOxUser", "oxContextIDNum", "oxAccess"}
    must |= _SCHEMA_ASKS
    asked = {name.lower() for name in _ASKED}
    room = VALUES - sum(name in must and name.lower() in asked for name, value in pairs if value)
    for name, value in pairs:
        if name in must or isinstance(value, bytes):
            yield name, value
        elif name.lower() in asked and value and room > 0:
            room -= 1
            yield name, value


def _ldapsearch(settings: LdapSettings, entries: int) -> float:
    """Seconds to print the entries into a file with OpenLDAP's own client, asking as we do."""
    (search,) = settings.searches()
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        command = ["ldapsearch", "-x", "-LLL", "-o", "ldif-wrap=no", "-H", settings.url]
        command += ["-D", settings.bind_dn, "-w", settings.password.reveal(), "-b", search.base]
        subprocess.run([*command, search.filter, *_ASKED], stdout=output, check=True)
        seconds = time.perf_counter() - start
        output.seek(0)
        _require_all(sum(line.startswith(b"dn:") for line in output), entries, "ldapsearch")
    return seconds


def _through_the_port(settings: LdapSettings, entries: int) -> float:
    """Seconds to read records with their fingerprints, as the intake does."""
    start = time.perf_counter()
    reading = LdapSource(settings).read()
    prints: set[bytes] = set()
    photos = 0
    for record in reading:
        prints.add(record.fingerprint)
        photos += len(record.blobs)
    seconds = time.perf_counter() - start
    require(reading.complete, f"the reading is incomplete: {reading.reason}")
    _require_all(len(prints), entries, "the port")
    require(photos == -(-entries // _PHOTO_EVERY), f"{photos} photos arrived")
    return seconds


def _client(settings: LdapSettings, entries: int) -> float:
    """Seconds to read the same pages with the client library, and do nothing with them."""
    (search,) = settings.searches()
    start = time.perf_counter()
    with connection(settings) as opened:
        found = _count(paged(opened, settings, search, _ASKED))
    seconds = time.perf_counter() - start
    _require_all(found, entries, "the bare client")
    return seconds


def _count(things: Iterable[object]) -> int:
    return sum(1 for _ in things)


def _require_all(found: int, entries: int, who: str) -> None:
    require(found == entries, f"{who} brought {found} entries, not {entries}")


_WAYS = (_ldapsearch, _through_the_port, _client)
