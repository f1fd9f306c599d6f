"""A whole portal in processes of its own, behind a proxy that ends TLS, on a store of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.servers.fetching import fetch
from tests.servers.fronted import Fronted

_ROOT = Path(__file__).parents[2]


class Portal(Fronted):
    """Serves https://127.0.0.1:port; `do` changes and sees what is behind it."""

    host = "127.0.0.1"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        (self.data / "store.toml").write_text('trusted_proxies = ["127.0.0.1"]\n')
        self._stage = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.backstage", str(self.data), self.origin],
            env=_environment(),
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def do(self, order: str, *rest: Any) -> Any:
        """Have something done behind it; see `backstage.Backstage`."""
        assert self._stage.stdin is not None
        self._stage.stdin.write(json.dumps([order, *rest]) + "\n")
        self._stage.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._stage.stdout is not None
        line = self._stage.stdout.readline()
        assert line, "there is nobody behind the portal any more"
        outcome, said = json.loads(line)
        assert outcome == "done", said
        return said

    def metadata(self) -> str:
        """What it says of itself to identity providers."""
        return fetch(f"{self.origin}/sso/metadata", self.ca_file)

    def command(self) -> Sequence[str]:
        """The service as somebody starts it."""
        start = [sys.executable, "-m", "stellwerk", "--data", str(self.data), "serve"]
        return [*start, "--read-every", "1d", "--port", str(self.behind)]

    def environment(self) -> Mapping[str, str]:
        """Nothing but what everybody has."""
        return _environment()

    def stop(self) -> None:
        """Stop it, and who is behind it."""
        super().stop()
        self._stage.communicate(timeout=30)


def _environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("STELLWERK_")}
