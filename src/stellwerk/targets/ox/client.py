"""Calls to the provisioning services of one OX App Suite server.

Every failure arrives as an `OxError`. What matters is whether anything can have happened: as long
as a part of the request has not left, nothing has (`Unavailable`); once it is out and no answer
can be read, a writing call is `InDoubt`, a reading one is not. Nothing is retried here.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from stellwerk.core.heard import heard
from stellwerk.core.said import joined, say
from stellwerk.core.wire import Connection, Deadline
from stellwerk.targets.ox.codec import DEFAULT_LIMIT, decode, decode_stream, encode
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.faults import (
    InDoubt,
    NotFoundService,
    OxError,
    Unavailable,
    Unreadable,
    http_error,
)
from stellwerk.targets.ox.operations import Operation, Record
from stellwerk.targets.ox.pool import IDLE_SECONDS, Address, Pool

Result = TypeVar("Result")

_LOST = (OSError, HTTPException, EOFError)
_SNIFF = 2048


class OxClient:
    """A thread-safe client of one server; at most `connections` calls are in flight.

    `url` is the server's base address (https://ox.example.org, with or without /webservices);
    over https the certificate is always verified, against `ca_file` alone if it is given, else
    against the system's. `deadline` bounds a whole call, in seconds: waiting for a connection,
    connecting, sending, reading. `limit` bounds the bytes of one answer. Raises `NotFoundService`
    for an unusable address and `Unavailable` for an unreadable `ca_file`.
    """

    def __init__(
        self,
        url: str,
        *,
        ca_file: str | None = None,
        deadline: float = 60.0,
        connections: int = 8,
        limit: int = DEFAULT_LIMIT,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._deadline = deadline
        self._limit = limit
        scheme, host, port, self._prefix = _split(url)
        shown = f"[{host}]" if ":" in host else host
        default = 443 if scheme == "https" else 80
        self._host_header = shown if port == default else f"{shown}:{port}"
        address = Address(host, port, _tls(ca_file) if scheme == "https" else None)
        self._pool = Pool(address, connections, idle_seconds=idle_seconds)

    def call(
        self,
        operation: Operation[Result],
        params: Mapping[str, Any],
        credentials: Credentials,
        *,
        deadline: float | None = None,
    ) -> Result:
        """Carry out one operation and give its decoded result.

        `params` are the operation's parameters without `auth` (see `codec.encode`); `deadline`
        replaces the client's for this call. Raises an `OxError`.
        """
        request = self._request(operation, params, credentials)
        clock = Deadline(deadline or self._deadline)
        connection = self._take(clock)
        keep = False
        try:
            response = self._send(connection, clock, operation, request)
            try:
                data = self._read(connection, response)
            except _LOST as error:
                raise _lost(operation, error) from error
            keep = not response.will_close
            return _understand(operation, response.status, data, self._limit)
        except Unreadable as error:
            raise _unreadable(operation, error) from error
        finally:
            self._pool.give(connection, keep=keep)

    def stream(
        self,
        operation: Operation[list[Record]],
        params: Mapping[str, Any],
        credentials: Credentials,
        *,
        deadline: float | None = None,
    ) -> Iterator[Record]:
        """The records of a long list as they arrive, with flat memory and without a size limit.

        The connection is held until the iterator is exhausted or closed, the deadline covers all
        of it. Raises an `OxError`, also in the middle: only an exhausted iterator is complete.
        """
        request = self._request(operation, params, credentials)
        clock = Deadline(deadline or self._deadline)
        connection = self._take(clock)
        keep = False
        try:
            response = self._send(connection, clock, operation, request)
            try:
                if response.status == 200 and "xml" in response.getheader("Content-Type", ""):
                    _plain(response)
                    yield from decode_stream(connection.chunks(response), operation)
                else:
                    data = self._read(connection, response)
                    yield from _understand(operation, response.status, data, self._limit)
            except _LOST as error:
                raise _lost(operation, error) from error
            keep = not response.will_close
        finally:
            self._pool.give(connection, keep=keep)

    def close(self) -> None:
        """Close idle connections."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _request(
        self, operation: Operation[Any], params: Mapping[str, Any], credentials: Credentials
    ) -> bytes:
        auth = {"login": credentials.login, "password": credentials.password}
        body = encode(operation, {**params, "auth": auth})
        head = (
            f"POST {self._prefix}{operation.path} HTTP/1.1\r\n"
            f"Host: {self._host_header}\r\n"
            "User-Agent: stellwerk\r\n"
            "Accept: text/xml\r\n"
            "Accept-Encoding: identity\r\n"
            "Content-Type: text/xml; charset=UTF-8\r\n"
            f'SOAPAction: "urn:{operation.name}"\r\n'
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode("ascii") + body

    def _take(self, clock: Deadline) -> Connection:
        try:
            return self._pool.take(clock)
        except TimeoutError as error:
            raise Unavailable(say("all connections to the server are busy")) from error

    def _send(
        self,
        connection: Connection,
        clock: Deadline,
        operation: Operation[Any],
        request: bytes,
    ) -> HTTPResponse:
        try:
            connection.start(clock)
        except OSError as error:
            raise _unreached(error) from error
        broken: OSError | None = None
        try:
            connection.send(request)
        except ConnectionError as error:
            broken = error  # a server may have answered (413, 503) without reading on
        except OSError as error:
            raise Unavailable(
                say("the request could not be sent whole (%(error)s)", error=heard(error))
            ) from error
        try:
            return connection.response()
        except _LOST as error:
            if broken:
                raise Unavailable(
                    say("the request could not be sent whole (%(error)s)", error=heard(broken))
                ) from error
            raise _lost(operation, error) from error

    def _read(self, connection: Connection, response: HTTPResponse) -> bytes:
        _plain(response)
        data = bytearray()
        for chunk in connection.chunks(response):
            data += chunk
            if len(data) > self._limit:
                raise Unreadable(say("it is larger than %(limit)s bytes", limit=self._limit))
        return bytes(data)


def _plain(response: HTTPResponse) -> None:
    """Refuse what is compressed: nobody asked for it, and a little of it may unpack to anything."""
    encoding = response.getheader("Content-Encoding", "").strip().lower()
    if encoding not in {"", "identity"}:
        raise Unreadable(say("it is compressed (%(encoding)s)", encoding=encoding[:20]))


def _understand(operation: Operation[Result], status: int, data: bytes, limit: int) -> Result:
    if status == 200 and not data:
        raise Unreadable(say("it is empty"))
    if b"Envelope" not in data[:_SNIFF]:
        raise http_error(status, writes=operation.writes)
    result = decode(data, operation, limit=limit)
    if status != 200:
        raise Unreadable(say("it claims success with HTTP status %(status)s", status=status))
    return result


def _lost(operation: Operation[Any], error: BaseException) -> OxError:
    if isinstance(error, TimeoutError):
        reason: str = say("no answer in time")
    elif isinstance(error, HTTPException) and not isinstance(error, OSError):
        kind = type(error).__name__
        reason = say("the answer is broken off or no HTTP (%(kind)s)", kind=kind)
    else:
        reason = heard(error) if isinstance(error, OSError) else str(error)
    if operation.writes:
        return InDoubt(joined([str(operation), reason], ": "))
    return Unavailable(joined([str(operation), reason], ": "))


def _unreadable(operation: Operation[Any], error: Unreadable) -> OxError:
    if operation.writes:
        return InDoubt(joined([str(operation), error.message], ": "), hint=error.hint)
    return error


def _unreached(error: OSError) -> Unavailable:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unavailable(
            say(
                "its certificate is not trusted (%(reason)s)",
                reason=heard(error),
            ),
            hint=say("Name the CA file that signed it, or the host as the certificate has it."),
        )
    if isinstance(error, ssl.SSLError):
        return Unavailable(
            say("TLS failed (%(reason)s)", reason=error.reason or error),
            hint=say("Check that the port speaks TLS 1.2 or newer."),
        )
    if isinstance(error, socket.gaierror):
        return Unavailable(
            say("its name cannot be resolved"), hint=say("Check the address and the DNS.")
        )
    if isinstance(error, ConnectionRefusedError):
        return Unavailable(
            say("nothing listens there"), hint=say("Check the port and that OX is running.")
        )
    if isinstance(error, TimeoutError):
        return Unavailable(
            say("the connection was not made in time"), hint=say("Check the firewall.")
        )
    return Unavailable(heard(error))


def _split(url: str) -> tuple[str, str, int, str]:
    example = say("Write it like https://ox.example.org.")
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotFoundService(
            say("'%(url)s' is no address (%(error)s)", url=url, error=error), hint=example
        ) from error
    odd = parts.username or parts.password or parts.query or parts.fragment
    path = parts.path.rstrip("/").removesuffix("/webservices")
    if parts.scheme not in {"http", "https"} or not host or odd or not path.isascii():
        raise NotFoundService(say("it must be http(s)://host[:port]"), hint=example)
    if any(c <= " " for c in path):
        raise NotFoundService(say("its path holds a blank"), hint=example)
    return parts.scheme, host, port, path


def _tls(ca_file: str | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        reason = heard(error) if error.strerror else say("no PEM certificates in it")
        raise Unavailable(
            say(
                "the CA file %(ca_file)s cannot be used (%(reason)s)",
                ca_file=ca_file,
                reason=reason,
            )
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
