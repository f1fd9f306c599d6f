"""A browser on one kept-alive connection, and the panel it looks at: the process that serves it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figure import WrongEnd, require
from benchmarks.panel.samples import Sample
from stellwerk.core.lock import only_worker
from stellwerk.signin import cookie
from tests.servers.ports import free_port, wait_for_port

_TRIAL = re.compile(r"/trials/([0-9a-f]{32})/")
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_BEGIN = 16_384
_READY = Sample("readyz", "/readyz", signed_in=False)
"""What whoever starts a server waits for before anybody is sent there."""
_FORM = "application/x-www-form-urlencoded"


class Browser:
    """Somebody who is signed in and looks at one page after the other."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = f"{cookie.NAME}={token}"
        self._trial = ""
        self._silent = socket.create_server(("127.0.0.1", 0))

    def seconds(self, sample: Sample) -> float:
        """How long a page takes, all of it. Raises WrongEnd for another status."""
        path = sample.path.format(trial=self._trial)
        headers = {"Cookie": self._cookie} if sample.signed_in else {}
        start = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read(_BEGIN) if sample.begun else answer.read()
        seconds = time.perf_counter() - start
        if not answer.isclosed():
            self._connection.close()
        self._judge(path, answer, body, sample.status)
        return seconds

    def begin_trial(self) -> None:
        """Have settings tried that lead to a silent server, so that there is a trial to watch."""
        path = "/sources/new/ldap/"
        self._connection.request("GET", path, headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        form = answer.read()
        self._judge(path, answer, form, 200)
        secret = _CSRF.search(form.decode())
        require(secret, "the form of a source has no token")
        assert secret is not None
        silent = f"ldap://127.0.0.1:{self._silent.getsockname()[1]}"
        given = {"name": "tried", "dialect": "ucs", "relink": "ask", "read_every": "15m"}
        given |= {"url": silent, "base": "dc=test", "try": "1", "csrfmiddlewaretoken": secret[1]}
        crumb = str(answer.headers["Set-Cookie"]).partition(";")[0]
        headers = {"Cookie": f"{self._cookie}; {crumb}", "Content-Type": _FORM}
        self._connection.request("POST", path, urlencode(given), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        self._judge(path, answer, body, 200)
        found = _TRIAL.search(body.decode())
        if found is None:
            raise WrongEnd("no trial was begun")
        self._trial = found[1]

    def _judge(self, path: str, answer: HTTPResponse, body: bytes, status: int) -> None:
        text = body[:2000].decode(errors="replace")
        require(answer.status == status, f"GET {path} was answered {answer.status}: {text}")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._silent.close()


@contextmanager
def fresh(data: Path, token: str) -> Iterator[Browser]:
    """A browser on a panel that was started just now, with as little in memory as can be."""
    forget(data)
    port = free_port()
    command = [sys.executable, "-m", "stellwerk", "--data", str(data), "serve", "--child", "web"]
    clean = {name: text for name, text in os.environ.items() if not name.startswith("STELLWERK_")}
    # `serve --child web` is what `stellwerk serve` starts; it ends when its standard input does.
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdin=subprocess.PIPE, env=clean, start_new_session=True
    )
    try:
        wait_for_port(port, 60)
        # As if a worker ran: there is none, so that nothing but the pages touches the store.
        with only_worker(data), closing(Browser(port, token)) as browser:
            browser.seconds(_READY)
            yield browser
    finally:
        process.terminate()
        process.communicate(timeout=30)


def forget(data: Path) -> None:
    """Have the operating system forget what it remembers of the store's files, where it can."""
    if not hasattr(os, "posix_fadvise"):
        return
    for file in data.glob("stellwerk.sqlite*"):
        opened = os.open(file, os.O_RDONLY)
        try:
            os.fsync(opened)
            os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(opened)
