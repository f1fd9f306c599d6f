"""The HTTP server: services below ``/webservices``, its own control below ``/_sim``."""

import asyncio
import ssl
from contextlib import suppress
from urllib.parse import urlsplit

from oxsim.connection import Connection
from oxsim.control import control
from oxsim.dispatch import Dispatcher
from oxsim.http import Head
from oxsim.journal import Journal
from oxsim.options import Options
from oxsim.page.routes import page
from oxsim.reply import HTML, Reply
from oxsim.seeding import plant
from oxsim.services import SERVICES
from oxsim.store import open_store
from oxsim.wsdl import write_wsdl

_NOT_FOUND = Reply(404, b"<html><body><h1>404 Not Found</h1></body></html>", HTML)
_NOT_ALLOWED = Reply(405, b"<html><body><h1>405 Method Not Allowed</h1></body></html>", HTML)
_PREFIX = "/webservices/"


class Server:
    """A stand-in that can be started and closed within one event loop."""

    def __init__(self, options: Options) -> None:
        self.options = options
        journal, world = open_store(options.state)
        self._journal: Journal = journal
        self.dispatcher = Dispatcher(world, journal, options)
        plant(self.dispatcher, options.seeds)
        self._connections: set[Connection] = set()
        self._listener: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address without a path, as a client reaches it."""
        scheme = "https" if self.options.tls_cert else "http"
        host = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        return f"{scheme}://{host}:{self.port}"

    async def start(self) -> None:
        """Accept connections from here on. Raises OSError if the port is taken."""
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            lambda: Connection(self._serve, self._connections),
            self.options.host,
            self.options.port,
            ssl=self._tls(),
            backlog=512,
        )
        self.port = self._listener.sockets[0].getsockname()[1]
        self._sweeper = loop.create_task(self._sweep())

    async def close(self) -> None:
        """Stop accepting, give up what waits, close the state file."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        if self._listener is not None:
            self._listener.close()
        waiting = [one.task for one in self._connections if one.task is not None]
        for connection in list(self._connections):
            connection.close()
        await asyncio.gather(*waiting, return_exceptions=True)
        self._journal.close()

    def _tls(self) -> ssl.SSLContext | None:
        if self.options.tls_cert is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.options.tls_cert, self.options.tls_key)
        return context

    async def _serve(self, head: Head, body: bytes) -> Reply:
        url = urlsplit(head.target)
        shown = page(self.dispatcher, head.method, url)
        if shown is not None:
            return shown
        if url.path.startswith("/_sim/"):
            return control(self.dispatcher, head.method, url, body)
        if not url.path.startswith(_PREFIX):
            return _NOT_FOUND
        service = SERVICES.get(url.path.removeprefix(_PREFIX))
        if service is None:
            return _NOT_FOUND
        if head.method == "POST":
            return await self.dispatcher.answer(service, body)
        if head.method == "GET" and url.query.lower() == "wsdl":
            host = head.headers.get("host")
            base = f"{urlsplit(self.url).scheme}://{host}" if host else self.url
            return Reply(200, write_wsdl(service, f"{base}{_PREFIX}{service.name}"))
        return _NOT_ALLOWED

    async def _sweep(self) -> None:
        """Close connections that were idle for too long."""
        loop = asyncio.get_running_loop()
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(min(1.0, self.options.idle))
                oldest = loop.time() - self.options.idle
                for connection in list(self._connections):
                    if connection.task is None and connection.used < oldest:
                        connection.close()
