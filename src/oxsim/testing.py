"""Run a stand-in from Python: in a thread of this process, or as a child process."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from oxsim.client import Running
from oxsim.faults import Refused
from oxsim.options import Options
from oxsim.server import Server
from oxsim.store import StateFileError

__all__ = ["Options", "Running", "running", "spawned"]


class _Thread(threading.Thread):
    """An event loop with one server in it."""

    def __init__(self, options: Options) -> None:
        super().__init__(name="oxsim", daemon=True)
        self._options = options
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None
        self._failure: Exception | None = None
        self.url = ""

    def run(self) -> None:
        """Serve until `stop`."""
        try:
            asyncio.run(self._serve())
        except (OSError, ValueError, Refused, StateFileError) as failure:
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        server = Server(self._options)
        await server.start()
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self.url = server.url
        self._ready.set()
        await self._ended.wait()
        await server.close()

    def wait(self) -> None:
        """Wait until the server accepts. Raises what kept it from starting."""
        self._ready.wait()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Close the server and wait for the thread's end."""
        if self._loop is not None and self._ended is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._ended.set)
            self.join()


@contextmanager
def running(**options: Any) -> Iterator[Running]:
    """A stand-in in a thread of this process.

    ``options`` are the fields of `oxsim.options.Options`, times in seconds. Raises OSError if the
    port is taken, StateFileError for an unusable file, Refused for a seed that cannot be made.
    """
    thread = _Thread(Options(**options))
    thread.start()
    thread.wait()
    try:
        yield Running(thread.url, thread.stop, os.getpid())
    finally:
        thread.stop()


@contextmanager
def spawned(*arguments: str) -> Iterator[Running]:
    """A stand-in as a child process, with arguments as on the command line.

    Raises RuntimeError with what it wrote if it does not start.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "oxsim", "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def stop() -> None:
        if process.poll() is None:
            process.terminate()
        process.communicate()

    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError(process.communicate()[1])
    try:
        yield Running(json.loads(line)["url"], stop, process.pid)
    finally:
        if not process.stdout or not process.stdout.closed:
            stop()
