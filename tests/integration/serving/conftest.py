"""A demo with its panel, as somebody starts it."""

import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.own_directory.installation import Installation
from tests.servers.ports import free_port

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An empty installation."""
    folder = tmp_path / "etc"
    folder.mkdir()
    return Installation(folder)


@pytest.fixture
def port() -> int:
    """Where the panel shall listen."""
    return free_port()


@pytest.fixture
def start(installation: Installation) -> Iterator[Start]:
    """Start a command; it ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> subprocess.Popen[str]:
        process = installation.start(*arguments)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def answers(port: int) -> bool:
    """Whether a panel is served there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
