"""TLS in front of a server that speaks plain HTTP, as a reverse proxy does it in real places."""

import asyncio
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

_LARGEST_HEAD = 64 * 1024
_GONE = (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


class TlsFront:
    """Answers HTTPS on `port` and asks the port `behind`, one connection for each request.

    Its own port is taken from the beginning, so that addresses can be told before it answers.
    Like a proxy it says who asked (X-Forwarded-For, X-Forwarded-Proto) and leaves the Host.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._behind = 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._done: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))

    def start(self, behind: int) -> None:
        """Returns when connections are accepted; requests go to that port of this machine."""
        self._behind = behind
        self._thread.start()
        self._ready.wait(10)

    def stop(self) -> None:
        """Ends all connections."""
        if self._done is not None:
            self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        self._done = asyncio.Event()
        server = await asyncio.start_server(
            self._answer,
            sock=self._socket,
            ssl=self._context,
            ssl_shutdown_timeout=1,
            limit=_LARGEST_HEAD,
        )
        self._ready.set()
        await self._done.wait()
        server.close()
        for writer in self._open:
            writer.transport.abort()
        # What still runs sees that its connections are gone, and ends by itself.
        if others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(others, timeout=5)

    async def _answer(self, ours: asyncio.StreamReader, theirs: asyncio.StreamWriter) -> None:
        """Pass one request on and its answer back; a browser that is gone is no error."""
        writers = {theirs}
        self._open |= writers
        with suppress(*_GONE):
            head = await ours.readuntil(b"\r\n\r\n")
            peer = str(theirs.get_extra_info("peername")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", self._behind)
            writers.add(writer)
            self._open.add(writer)
            writer.write(_forwarded(head, peer))
            upward = asyncio.ensure_future(_copy(ours, writer))
            await _copy(reader, theirs)
            upward.cancel()
        for writer in writers:
            writer.close()
        self._open -= writers


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(*_GONE):
        while data := await source.read(64 * 1024):
            sink.write(data)
            await sink.drain()


def _forwarded(head: bytes, peer: str) -> bytes:
    first, *fields = head.rstrip(b"\r\n").split(b"\r\n")
    ours = (b"connection:", b"x-forwarded-for:", b"x-forwarded-proto:")
    kept = [field for field in fields if not field.lower().startswith(ours)]
    added = [f"X-Forwarded-For: {peer}".encode(), b"X-Forwarded-Proto: https", b"Connection: close"]
    return b"\r\n".join([first, *kept, *added]) + b"\r\n\r\n"
