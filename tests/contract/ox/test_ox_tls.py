"""A server whose certificate does not hold is never spoken to."""

import datetime
import time
from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import Unavailable
from tests.contract.ox.certificates import Authority
from tests.contract.ox.scripted import always, http, serving, soap

ADMIN = Credentials("oxadmin", Masked("s3cret"))
DONE = always(http(soap("")))
PARAMS = {"ctx": {"id": 1}, "usrdata": {"id": 2, "image1": b"x" * 600_000}}


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


def test_an_own_authority_is_trusted_and_the_connection_kept(authority: Authority) -> None:
    with serving(DONE, authority.server("127.0.0.1")) as server:
        url = server.url.replace("http:", "https:")
        with OxClient(url, ca_file=str(authority.ca_file)) as client:
            for _ in range(3):
                client.call(ox.USER_CHANGE, PARAMS, ADMIN)
    assert server.connections == 1
    assert len(server.requests) == 3


@pytest.mark.parametrize("case", ["system", "other", "name", "expired"])
def test_a_certificate_that_does_not_hold(authority: Authority, tmp_path: Path, case: str) -> None:
    address = "127.0.0.2" if case == "name" else "127.0.0.1"
    days = -1 if case == "expired" else 1
    tls = authority.server(address, valid=datetime.timedelta(days=days))
    ca_file = str(Authority(tmp_path, "theirs").ca_file if case == "other" else authority.ca_file)
    with serving(DONE, tls) as server:
        url = server.url.replace("http:", "https:")
        client = OxClient(url, ca_file=None if case == "system" else ca_file)
        with pytest.raises(Unavailable, match="not trusted") as caught:
            client.call(ox.USER_CHANGE, PARAMS, ADMIN)
    assert "CA file" in caught.value.hint
    assert server.requests == []


def test_a_port_that_speaks_no_tls(authority: Authority) -> None:
    with serving(DONE) as server:
        url = server.url.replace("http:", "https:")
        client = OxClient(url, ca_file=str(authority.ca_file), deadline=1)
        started = time.monotonic()
        with pytest.raises(Unavailable):
            client.call(ox.USER_CHANGE, PARAMS, ADMIN)
    assert time.monotonic() - started < 2


def test_a_ca_file_that_is_none(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (tmp_path / "missing.pem", empty):
        with pytest.raises(Unavailable, match="CA file"):
            OxClient("https://127.0.0.1", ca_file=str(path))
