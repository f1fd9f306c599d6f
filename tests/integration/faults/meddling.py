"""Somebody between us and OX: hands calls on, and may answer in its place."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.contract.ox.scripted import serving


@dataclass
class Meddler:
    """Answers calls that hold `operation` with `answer`; OX has carried them out if `carried`."""

    operation: bytes = b"nothing at all"
    answer: Callable[[bytes], bytes] = bytes
    carried: bool = True
    left: int = 0
    met: list[bytes] = field(default_factory=list)
    url: str = ""


@contextmanager
def meddling(port: int) -> Iterator[Meddler]:
    """A meddler before the server on a port."""
    meddler = Meddler()

    def script(connection: socket.socket, request: bytes) -> bool:
        struck = meddler.left > 0 and meddler.operation in request
        answer = b"" if struck and not meddler.carried else _handed_on(port, request)
        if struck:
            meddler.left -= 1
            meddler.met.append(request)
            answer = meddler.answer(answer)
        connection.sendall(answer)
        return not struck

    with serving(script) as server:
        meddler.url = server.url
        yield meddler


def _handed_on(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as there:
        there.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += _some(there)
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += _some(there)
    return head + b"\r\n\r\n" + body


def _some(there: socket.socket) -> bytes:
    chunk = there.recv(65536)
    if not chunk:
        raise ConnectionError("the server hung up")
    return chunk
