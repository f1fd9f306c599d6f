"""A slapd with a small town, a stand-in OX with TLS and one context, an installation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oxsim.testing import Running, spawned
from stellwerk.demo.directory import write_directory
from stellwerk.demo.directory.town import BASE
from tests.integration.own_directory.installation import (
    CONTEXT_PASSWORD,
    Installation,
    empty_store,
)
from tests.servers.certificates import Authority, make_authority
from tests.servers.slapd import Slapd, copy_slapd

PEOPLE = 60


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Slapd:
    """A server that is never started, with 60 people and the account `reader`."""
    server = Slapd(tmp_path_factory.mktemp("town"), BASE)
    ldif = server.folder / "town.ldif"
    write_directory(ldif, PEOPLE)
    server.load(ldif)
    server.load_reader()
    return server


@pytest.fixture
def slapd(town: Slapd, tmp_path: Path) -> Iterator[Slapd]:
    """A running copy."""
    with copy_slapd(town, tmp_path / "slapd") as server:
        yield server


@pytest.fixture(scope="session")
def ox_authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signed the certificate of the OX server."""
    folder = tmp_path_factory.mktemp("ox-ca")
    authority = make_authority(folder, "CA of the OX server")
    authority.issue(folder)
    return authority


@pytest.fixture
def ox(ox_authority: Authority, tmp_path: Path) -> Iterator[Running]:
    """A stand-in as a process of its own, over TLS, with context 10 there already."""
    folder = ox_authority.file.parent
    with spawned(
        *("--tls-cert", str(folder / "server.pem"), "--tls-key", str(folder / "server.key")),
        *("--context", f"10:oxadmin:{CONTEXT_PASSWORD}"),
        *("--state", str(tmp_path / "ox.sqlite")),
    ) as server:
        yield server


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store."""
    return empty_store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def installation(tmp_path: Path, store: Path) -> Installation:
    """An empty installation with its password files."""
    folder = tmp_path / "etc"
    folder.mkdir()
    return Installation(folder, store)


@pytest.fixture
def pointed(
    installation: Installation, slapd: Slapd, ox: Running, ox_authority: Authority
) -> Installation:
    """An installation whose configuration file is written, and not imported yet."""
    installation.point_at(slapd, ox, ox_authority.file)
    return installation
