"""A server of plain HTTP with TLS in front of it and a clock that can be wrong."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from tests.servers.certificates import make_authority
from tests.servers.ports import free_port, wait_for_port
from tests.servers.process_group import ProcessGroup
from tests.servers.tls_front import TlsFront


class Fronted:
    """Serves https://`host`:`port` from `folder`. Use it as a context manager.

    `command` and `environment` are what it starts on 127.0.0.1:`behind`.
    """

    host = "localhost"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.behind = 0
        # Clients trust several of these at once, and tell them apart by name.
        authority = make_authority(folder, f"Test CA {uuid4()}")
        self.ca_file = authority.file
        self._front = TlsFront(*authority.issue(folder, (self.host,)))
        self.port = self._front.port
        self.origin = f"https://{self.host}:{self.port}"
        self._group: ProcessGroup | None = None

    def command(self) -> Sequence[str]:
        """What is started."""
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        """All its environment."""
        raise NotImplementedError

    def start(self) -> None:
        """Start serving; returns when it accepts connections. Once: it cannot be started again."""
        self.behind = free_port()
        log = self.folder / "server.log"
        self._group = ProcessGroup(self.command(), log, self.environment())
        wait_for_port(self.behind, 60)
        self._front.start(self.behind)

    def stop(self) -> None:
        """Stop it with all its processes; does nothing if it does not run."""
        group, self._group = self._group, None
        if group is not None:
            self._front.stop()
            group.stop()

    def group(self) -> int:
        """The id of its process group."""
        assert self._group is not None
        return self._group.id

    def write(self, name: str, text: str) -> None:
        """Write a file of its folder in one step: it may be read at any time."""
        new = self.folder / "new"
        new.write_text(text)
        new.replace(self.folder / name)

    def with_clock(self) -> dict[str, str]:
        """Everybody's environment, with the clock of its own."""
        faketime = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        return {
            **os.environ,
            "LD_PRELOAD": os.fspath(faketime),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set_clock(self, seconds: int) -> None:
        """Let its clock be wrong by that much from now on."""
        self.write("clock", f"{seconds:+d}\n")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
