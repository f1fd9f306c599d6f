"""Answers that lie, that nobody asked for, or that are far too much: a clear fault, little memory.

The limits are the shipped ones. Memory is that of a process of its own, as the system counts it.
"""

import gzip
import socket
import subprocess
import sys
from typing import Any

import pytest

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.errors import InDoubt, OxError, Unavailable, Unreadable
from stellwerk.targets.ox.types import OPERATIONS_NS
from tests.contract.ox.scripted import Script, always, answered, http, serving, soap
from tests.contract.ox.test_ox_client import ADMIN, DONE, READ, WRITE, outcome

LIST: tuple[ox.Operation[Any], dict[str, Any]] = (ox.USER_LIST, {"ctx": {"id": 1}})
_OPENING = soap("|").partition(b"|")[0] + f'<o:getDataResponse xmlns:o="{OPERATIONS_NS}">'.encode()


@pytest.mark.parametrize("status", ["500 Internal Server Error", "502 Bad Gateway", "202 Accepted"])
def test_only_status_200_says_that_something_was_done(status: str) -> None:
    empty = http(soap(""), status)
    assert type(outcome(always(empty), WRITE)) is InDoubt
    assert type(outcome(always(http(answered(ox.USER_EXISTS, "true"), status)), READ)) in {
        Unavailable,
        Unreadable,
    }


def test_a_list_without_its_own_element_is_no_empty_list() -> None:
    assert type(outcome(always(DONE), LIST)) is Unreadable


@pytest.mark.parametrize("kind", ["gzip", "br", "deflate"])
def test_what_is_compressed_though_nobody_asked_is_named_and_not_unpacked(kind: str) -> None:
    bomb = gzip.compress(b"<Envelope>" + b" " * 50_000_000)
    script = always(http(bomb, more=f"Content-Encoding: {kind}\r\n"))
    reading, writing = outcome(script, READ), outcome(script, WRITE)
    assert type(reading) is Unreadable
    assert type(writing) is InDoubt
    assert kind in reading.message
    assert kind in writing.message


def _pouring(opening: bytes, unit: bytes, times: int, sent: list[int]) -> Script:
    """Pours a hundred megabytes, and notes how much of it was taken."""

    def script(connection: socket.socket, request: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + opening)
        block = unit * (1_000_000 // len(unit))
        sent.append(0)
        for _ in range(times):
            connection.sendall(block)
            sent[-1] += len(block)
        return False

    return script


def test_a_hundred_megabytes_are_not_read_to_their_end() -> None:
    sent: list[int] = []
    error = outcome(_pouring(_OPENING, b"a" * 1000, 100, sent), WRITE, deadline=20)
    assert type(error) is InDoubt
    assert "larger than" in error.message
    assert sent[0] < 80_000_000


_CALL = """
import resource, sys
from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import OxError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with OxClient(sys.argv[1], deadline=30) as client:
        if sys.argv[2] == "stream":
            list(client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, Credentials("a", Masked("b"))))
        else:
            client.call(ox.USER_GET_DATA, {"ctx": {"id": 1}}, Credentials("a", Masked("b")))
except OxError as error:
    print(type(error).__name__, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.parametrize("unit", [b"a" * 1000, b"<a/>", b'<a b="1" c="2"/>', b"<a>"])
@pytest.mark.parametrize("how", ["call", "stream"])
def test_no_answer_takes_more_than_a_few_hundred_megabytes(unit: bytes, how: str) -> None:
    opening = _OPENING if how == "call" else _OPENING.replace(b"getData", b"listAll")
    record = opening + b"<o:return>"
    with serving(_pouring(record, unit, 63, [])) as server:
        done = subprocess.run(
            [sys.executable, "-c", _CALL, server.url, how],
            capture_output=True,
            text=True,
            check=True,
        )
    name, megabytes = done.stdout.split()
    assert name == "Unreadable"
    assert int(megabytes) < 350


def test_a_list_as_a_whole_may_be_longer_than_any_record() -> None:
    one = f"<id>1</id><note>{'=' * 1000}</note>"
    many = http(answered(ox.USER_LIST_ALL, *[one] * 2000))
    with serving(always(many)) as server, OxClient(server.url) as client:
        rows = client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, ADMIN)
        assert sum(1 for _ in rows) == 2000


def test_every_one_of_these_says_what_to_do() -> None:
    scripts = (always(http(b"\x1f\x8b", more="Content-Encoding: gzip\r\n")), always(http(b"")))
    errors: list[OxError] = [outcome(script, READ) for script in scripts]
    assert all(error.hint for error in errors)
