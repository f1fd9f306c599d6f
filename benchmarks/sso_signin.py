"""How many people sign in per second, whole: there, a signed answer, back, the page they wanted.

The web server runs as `stellwerk serve` starts it. The identity provider's part, making and signing
each answer, is done by the same machine meanwhile and counts.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks import product
from benchmarks.figure import Figure
from benchmarks.sign_on.furnishing import certificate_of
from benchmarks.sign_on.visiting import Visitor
from tests.saml_messages.keys import rsa_pair
from tests.servers.ports import free_port, wait_for_port

PEOPLE, LESS = 200, 50
_AT_ONCE, _TIMES = 8, 2
"""So many browsers at once; everybody comes once for the first time, then so often again."""


def run(*, full: bool) -> Figure:
    """Take the figures, with fewer people unless `full`. Raises WrongEnd."""
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    try:
        return _figures(parent, PEOPLE if full else LESS)
    finally:
        shutil.rmtree(parent)


def _figures(parent: Path, people: int) -> Figure:
    pair, port = rsa_pair("benchmark"), free_port()
    data, address = parent / "data", f"http://127.0.0.1:{port}"
    module = "benchmarks.sign_on.furnishing"
    file = str(certificate_of(pair, parent))
    product.run([sys.executable, "-m", module, str(data), address, file])
    with _served(data, port), ThreadPoolExecutor(_AT_ONCE) as browsers:

        def rate(numbers: list[int]) -> float:
            start = time.perf_counter()
            visits = [Visitor(address, number, pair).sign_in for number in numbers]
            list(browsers.map(lambda visit: visit(), visits))
            return len(numbers) / (time.perf_counter() - start)

        rate(list(range(people, people + _AT_ONCE)))
        first = rate(list(range(people)))
        again = rate(list(range(people)) * _TIMES)
    return {
        "people": people,
        "per_s": round(again, 1),
        "first_time_per_s": round(first, 1),
        "at_once": _AT_ONCE,
    }


@contextmanager
def _served(data: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "stellwerk", "--data", str(data), "serve", "--child", "web"]
    # It ends when its standard input does.
    process = subprocess.Popen([*command, "--port", str(port)], stdin=subprocess.PIPE)
    try:
        wait_for_port(port, 60)
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)
