"""A connection to a server that keeps to one deadline, whatever the other side does.

HTTP libraries bound each read; a server that drips a byte every few seconds can then hold a call
for ever. Here every connect, handshake, send and read gets only what is left of the call's time,
and it is known how much of the request has left.
"""

import contextlib
import io
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SLICE = 256 * 1024
Place: TypeAlias = tuple[socket.AddressFamily, tuple[Any, ...]]
"""Where a socket connects to: the family of an address, and the address as sockets take it."""


def places(host: str, port: int) -> list[Place]:
    """Where a name leads, as the name service of this machine says. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _kind, _protocol, _name, address in found]


class Deadline:
    """A point in time by which a call must be over."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than 0. Raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"no answer within {self.seconds:g} seconds")
        return left


class _Reader(io.RawIOBase):
    def __init__(self, connection: "Connection") -> None:
        super().__init__()
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        return self._connection.receive_into(buffer)


class Connection:
    """One TCP or TLS connection; used by one thread at a time.

    `find` says where the name leads; whoever checks that hands over what was checked.
    """

    def __init__(
        self,
        host: str,
        port: int,
        tls: ssl.SSLContext | None,
        find: Callable[[str, int], Iterable[Place]] = places,
    ) -> None:
        self._host = host
        self._port = port
        self._tls = tls
        self._find = find
        self._socket: socket.socket | None = None
        self._deadline = Deadline(0)

    @property
    def open(self) -> bool:
        """Whether it has been connected and not been closed by this side."""
        return self._socket is not None

    def stale(self) -> bool:
        """Whether the server has closed it, or sent something nobody asked for."""
        if self._socket is None:
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | select.POLLHUP | select.POLLERR)
        return bool(poll.poll(0))

    def start(self, deadline: Deadline) -> None:
        """Begin a call: connect if needed. Raises OSError (ssl.SSLError among them)."""
        self._deadline = deadline
        if self._socket is not None:
            return
        failure: OSError = OSError(f"{self._host} has no address")
        for family, address in self._find(self._host, self._port):
            plain = socket.socket(family, socket.SOCK_STREAM)
            try:
                plain.settimeout(deadline.left())
                plain.connect(address)
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                plain.settimeout(deadline.left())
                self._socket = (
                    self._tls.wrap_socket(plain, server_hostname=self._host) if self._tls else plain
                )
                return
            except OSError as error:
                plain.close()
                failure = error
        raise failure

    def send(self, data: bytes) -> None:
        """Send all of it. An OSError means that the other side cannot have got the last byte."""
        view = memoryview(data)
        while view:
            connected = self._connected()
            connected.settimeout(self._deadline.left())
            view = view[connected.send(view[:_SLICE]) :]

    def response(self) -> HTTPResponse:
        """Read status and headers. Raises OSError or http.client.HTTPException."""
        response = HTTPResponse(cast(socket.socket, self), method="POST")
        response.begin()
        return response

    def chunks(self, response: HTTPResponse) -> Iterator[bytes]:
        """The body in pieces. Raises OSError, HTTPException, or EOFError when it is cut short."""
        while chunk := response.read(_SLICE):
            yield chunk
        if response.length:
            raise EOFError(f"the answer is {response.length} bytes short")

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        """What http.client reads from; closing it leaves the connection open."""
        return io.BufferedReader(_Reader(self))

    def receive_into(self, buffer: "WriteableBuffer") -> int:
        """Read what is there, waiting at most until the deadline."""
        connected = self._connected()
        connected.settimeout(self._deadline.left())
        return connected.recv_into(buffer)

    def close(self) -> None:
        """Close it; it may be started again."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
            self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise ConnectionError("the connection is closed")
        return self._socket
