"""A server that does to a connection what a test tells it to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from stellwerk.targets.ox.operations import Operation
from stellwerk.targets.ox.types import DATA_NS, OPERATIONS_NS

Script = Callable[[socket.socket, bytes], bool]
"""Answers one request on a connection; whether to read another one from it."""


@dataclass
class Server:
    """Where it listens and what it has seen."""

    port: int
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def soap(inner: str) -> bytes:
    """An envelope."""
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<soap:Body>{inner}</soap:Body></soap:Envelope>"
    ).encode()


def answered(operation: Operation[Any], *returns: str) -> bytes:
    """The envelope of an answer; `returns` are the contents of its `return` elements."""
    name = f"{operation.name}Response"
    inner = "".join(f"<o:return>{one}</o:return>" for one in returns)
    return soap(f'<o:{name} xmlns:o="{OPERATIONS_NS}" xmlns="{DATA_NS}">{inner}</o:{name}>')


def http(body: bytes, status: str = "200 OK", kind: str = "text/xml", more: str = "") -> bytes:
    """A response with its length."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def always(data: bytes, *, keep: bool = True) -> Script:
    """Send the same bytes for every request."""

    def script(connection: socket.socket, request: bytes) -> bool:
        connection.sendall(data)
        return keep

    return script


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run the script for every request until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])
        thread = threading.Thread(target=_accept, args=(listener, server, script, tls), daemon=True)
        thread.start()
        yield server
        server.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _accept(
    listener: socket.socket, server: Server, script: Script, tls: ssl.SSLContext | None
) -> None:
    while not server.over.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(target=_serve, args=(connection, server, script, tls), daemon=True).start()


def _serve(
    plain: socket.socket, server: Server, script: Script, tls: ssl.SSLContext | None
) -> None:
    try:
        with tls.wrap_socket(plain, server_side=True) if tls else plain as connection:
            while request := _request(connection):
                server.requests.append(request)
                if not script(connection, request):
                    return
    except OSError:
        return


def _request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        body += chunk
    return head + b"\r\n\r\n" + body
