"""`stellwerk demo` serves the panel beside its follow loop."""

import re
import signal
import socket
import subprocess

from stellwerk.demo.run import calls_at
from tests.integration.own_directory.installation import Installation, wait_for
from tests.integration.serving.conftest import Start, answers
from tests.servers.ports import free_port


def until_it_follows(demo: subprocess.Popen[str]) -> str:
    """What it printed until its first run was over."""
    assert demo.stdout is not None
    said = ""
    while "Following" not in said:
        line = demo.stdout.readline()
        assert line, f"it ended: {said}"
        said += line
    return said


def test_the_panel_comes_and_goes_with_the_demo(
    installation: Installation, start: Start, port: int
):
    ox = free_port()
    ports = ("--port", str(port), "--ox-port", str(ox))
    demo = start("demo", "--people", "20", *ports)
    said = until_it_follows(demo)
    assert f"Panel: http://127.0.0.1:{port}/" in said
    assert re.search(r"Sign in as owner with the one-time password \S{12,}", said)
    wait_for(lambda: answers(port))
    demo.send_signal(signal.SIGINT)
    _, err = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert "child ended" not in err
    assert not answers(port)

    # Nothing is to be done the second time, and no password is told again.
    again = start("demo", *ports)
    assert "password" not in until_it_follows(again)
    wait_for(lambda: answers(port))
    assert calls_at(f"http://127.0.0.1:{ox}") == 0

    again.kill()
    wait_for(lambda: not answers(port))
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_busy_port_is_told_before_anything_is_begun(installation: Installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = installation.run("demo", "--port", str(port), code=1)
    assert f"cannot listen on 127.0.0.1:{port}" in said
    assert f"--port {port + 1}" in said
    assert not installation.data.exists()


def test_once_needs_no_panel(installation: Installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = installation.run("demo", "--once", "--people", "10", "--port", port)
    assert "Panel" not in said
    assert "password" not in said
