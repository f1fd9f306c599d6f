"""One client's connection: requests are answered in turn, a client that left is served too."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus

from oxsim.http import LAST_CHUNK, BadRequest, Head, chunk, reply_bytes, take_body, take_head
from oxsim.reply import Delivery, Reply

BUFFERED = 4 * 1024 * 1024
"""So many bytes wait for a slow client. What is shorter is sent as it is at one moment."""
Serve = Callable[[Head, bytes], Awaitable[Reply]]


class Connection(asyncio.Protocol):
    """Reads requests and writes replies on one connection."""

    def __init__(self, serve: Serve, connections: "set[Connection]") -> None:
        self._serve = serve
        self._connections = connections
        self._buffer = bytearray()
        self._head: Head | None = None
        self._transport: asyncio.Transport | None = None
        self.task: asyncio.Task[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()
        self.used = 0.0
        """When it was last busy, in the loop's time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            transport.set_write_buffer_limits(high=BUFFERED)
        self._connections.add(self)
        self._touch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection. A call under way is carried out all the same."""
        del exc
        self._transport = None
        self._writable.set()
        if self.task is None:
            self._connections.discard(self)

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """The client has read what waited."""
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """Take bytes in; start on the next request if none is under way."""
        self._buffer += data
        if self.task is None:
            self._next()

    def close(self) -> None:
        """Close the connection; a call that is waiting is given up."""
        if self.task is not None:
            self.task.cancel()
        if self._transport is not None:
            self._transport.close()

    def _next(self) -> None:
        self._touch()
        try:
            if self._head is None:
                self._head = take_head(self._buffer)
                if self._head is not None and "expect" in self._head.headers:
                    self._write(b"HTTP/1.1 100 Continue\r\n\r\n")
            if self._head is None:
                return
            body = take_body(self._buffer, self._head)
        except BadRequest as error:
            self._refuse(error.status)
            return
        if body is not None:
            head, self._head = self._head, None
            self.task = asyncio.get_running_loop().create_task(self._respond(head, body))
            self.task.add_done_callback(self._ended)

    async def _respond(self, head: Head, body: bytes) -> None:
        try:
            reply = await self._serve(head, body)
            if reply.parts is not None:
                await self._stream(reply, reply.parts, keep_alive=head.keep_alive)
        finally:
            self.task = None
            if self._transport is None:
                self._connections.discard(self)
        if reply.parts is None:
            self._deliver(reply, keep_alive=head.keep_alive)
        if self._transport is not None and not self._transport.is_closing():
            self._next()

    async def _stream(self, reply: Reply, parts: Iterator[bytes], *, keep_alive: bool) -> None:
        """Send a long reply part by part, no faster than the client reads."""
        self._write(reply_bytes(reply, keep_alive=keep_alive))
        for part in parts:
            if self._transport is None:
                return
            self._write(chunk(part))
            await self._writable.wait()
        self._write(LAST_CHUNK)
        if not keep_alive and self._transport is not None:
            self._transport.close()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A call that broke down is shown, and its connection closed: nobody waits for it."""
        failure = None if task.cancelled() else task.exception()
        if failure is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "oxsim: a call broke down", "exception": failure}
            )
            if self._transport is not None:
                self._transport.abort()

    def _deliver(self, reply: Reply, *, keep_alive: bool) -> None:
        if self._transport is None:
            return
        if reply.delivery is Delivery.RESET:
            plain: socket.socket = self._transport.get_extra_info("socket")
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
            return
        if reply.delivery is not Delivery.NEVER:
            self._write(reply_bytes(reply, keep_alive=keep_alive))
        if not keep_alive or reply.delivery is not Delivery.WHOLE:
            self._transport.close()

    def _refuse(self, status: HTTPStatus) -> None:
        self._buffer.clear()
        reply = Reply(status, status.phrase.encode(), "text/plain")
        self._deliver(reply, keep_alive=False)

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)

    def _touch(self) -> None:
        self.used = asyncio.get_running_loop().time()
