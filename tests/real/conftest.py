"""A server per session, contexts per test; what a test made is gone after it."""

from collections.abc import Iterator

import pytest

from stellwerk.targets.ox.client import OxClient
from tests.real.server import Address, Context, Server, address


@pytest.fixture(scope="session")
def where() -> Iterator[Address]:
    with address() as found:
        yield found


@pytest.fixture
def server(where: Address) -> Iterator[Server]:
    with OxClient(where.url, ca_file=where.ca_file) as client:
        one = Server(where, client)
        try:
            yield one
        finally:
            left = one.clean()
        assert not left, f"contexts {left} could not be deleted: delete them by hand"


@pytest.fixture
def context(server: Server) -> Context:
    return server.context()
