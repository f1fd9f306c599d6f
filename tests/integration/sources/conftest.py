"""A slapd with the bundled directory, loaded once and copied for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.demo.directory import write_directory
from stellwerk.demo.directory.town import BASE
from stellwerk.sources.ldap import LdapSettings
from tests.servers.certificates import make_authority
from tests.servers.slapd import ADMIN_PASSWORD, Slapd, copy_slapd

Start = Callable[..., Slapd]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Slapd:
    """A server that is never started, with 120 people and the account `reader`."""
    server = Slapd(tmp_path_factory.mktemp("template"), BASE)
    ldif = server.folder / "town.ldif"
    write_directory(ldif, 120)
    server.load(ldif)
    server.load_reader()
    return server


@pytest.fixture
def start(template: Slapd, tmp_path: Path) -> Iterator[Start]:
    """Start copies of the template; they end with the test."""
    running: list[Slapd] = []

    def started(*, size_limit: str = "unlimited") -> Slapd:
        folder = tmp_path / f"slapd-{len(running)}"
        server = copy_slapd(template, folder, size_limit=size_limit)
        running.append(server)
        server.start()
        return server

    yield started
    for server in running:
        server.stop()


@pytest.fixture
def slapd(start: Start) -> Slapd:
    """A running server with the bundled directory."""
    return start()


@pytest.fixture
def settings(slapd: Slapd) -> LdapSettings:
    """How to read `slapd` as its administrator."""
    return LdapSettings(slapd.url, BASE, slapd.admin, Masked(ADMIN_PASSWORD), timeout=5)


@pytest.fixture
def other_name(template: Slapd, tmp_path: Path) -> Iterator[Slapd]:
    """A running server whose certificate is made out to another host."""
    server = copy_slapd(template, tmp_path / "other")
    make_authority(server.folder).issue(server.folder, hosts=("other.example",))
    with server:
        yield server
