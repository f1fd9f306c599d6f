"""A whole service on a small town, in processes of their own."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from stellwerk.demo.stand_in import StandIn
from stellwerk.signin import cookie
from tests.browser.town import LANGUAGES
from tests.servers.ports import free_port, wait_for_port

_ROOT = Path(__file__).parents[2]
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,64}|(?<=/)\d+(?=/)")
_LINK = re.compile(r'<a\b[^>]*\shref="(/[^"?#]*)')


@dataclass(frozen=True, slots=True)
class Panel:
    """A served panel: its address, for each language an OX server that holds nothing yet, the
    passwords of newcomers and the tokens of open sessions.
    """

    url: str
    ox: Mapping[str, str]
    newcomers: Mapping[str, str]
    signed_in: Mapping[str, str]

    def addresses(self) -> list[str]:
        """One path of every kind of page that can be reached by links, start page first."""
        found, todo = {"/": "/"}, ["/"]
        while todo:
            path = todo.pop(0)
            said = self._get(path)
            if said is None:
                del found[_ID.sub("*", path)]
                continue
            for link in _LINK.findall(said):
                kind = _ID.sub("*", link)
                if kind not in found:
                    found[kind] = link
                    todo.append(link)
        return list(found.values())

    def _get(self, path: str) -> str | None:
        """A page; None if it is a file to be kept, or says that nothing is asked there (409)."""
        wanted = urllib.request.Request(self.url + path)
        wanted.add_header("Cookie", f"{cookie.NAME}={self.signed_in['anna']}")
        try:
            with urllib.request.urlopen(wanted, timeout=20) as answer:
                pages = answer.headers.get_content_type() == "text/html"
                return str(answer.read().decode()) if pages else None
        except urllib.error.HTTPError as refused:
            with refused:
                if refused.code == HTTPStatus.CONFLICT:
                    return None
                raise


@contextmanager
def served(data: Path, people: int = 40) -> Iterator[Panel]:
    """A service with worker and panel on a new store in ``data``, its stand-in OX server and
    empty ones; all of it ends with the block.
    """
    data.mkdir(parents=True, exist_ok=True)
    stand_in = StandIn(data / "oxsim.sqlite", 0)
    empty = {name: StandIn(data / f"{name}.sqlite", 0) for name in LANGUAGES}
    try:
        made = _run("-m", "tests.browser.place", str(data), stand_in.url, str(people))
        said: dict[str, Any] = json.loads(made.splitlines()[-1])
        port = free_port()
        command = ["-m", "stellwerk", "--data", str(data), "serve", "--read-every", "1d"]
        with (data / "service.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command, "--port", str(port)],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_for_port(port, 60)
            url = f"http://127.0.0.1:{port}"
            ox = {name: one.url for name, one in empty.items()}
            yield Panel(url, ox, said["newcomers"], said["signed_in"])
        finally:
            process.terminate()
            process.communicate(timeout=30)
    finally:
        stand_in.stop()
        for one in empty.values():
            one.stop()


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=_environment(),
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


def _environment() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("STELLWERK_")}
