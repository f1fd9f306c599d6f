"""`stellwerk serve` keeps a panel and a worker running, and they end with it."""

import signal
import socket
from contextlib import suppress

from stellwerk.core.errors import Busy
from stellwerk.core.lock import only_worker
from tests.integration.own_directory.installation import Installation, wait_for
from tests.integration.serving.conftest import Start, answers

CONFIG = '[portal]\nname = "Lindenau"\n'


def worker_runs(installation: Installation) -> bool:
    with suppress(Busy), only_worker(installation.data):
        return False
    return True


def configured(installation: Installation) -> None:
    installation.file.write_text(CONFIG)
    installation.run("config", "import", "stellwerk.toml")


def test_panel_and_worker_come_and_go_together(installation: Installation, start: Start, port: int):
    configured(installation)
    service = start("serve", "--port", str(port))
    wait_for(lambda: answers(port) and worker_runs(installation))
    # The sources are read anew, and the panel goes on.
    service.send_signal(signal.SIGHUP)
    assert answers(port)
    service.send_signal(signal.SIGINT)
    out, err = service.communicate(timeout=60)
    assert service.returncode == 0
    assert f"Panel: http://127.0.0.1:{port}/" in out
    assert "one-time password" in out
    assert "child ended" not in err
    assert "workers.." not in out + err
    assert not answers(port)

    again = start("serve", "--port", str(port))
    wait_for(lambda: answers(port) and worker_runs(installation))
    again.kill()
    said, _ = again.communicate(timeout=60)
    assert "password" not in said
    wait_for(lambda: not answers(port) and not worker_runs(installation))


def test_a_second_service_says_that_one_is_running(
    installation: Installation, start: Start, port: int
):
    configured(installation)
    start("serve", "--port", str(port))
    wait_for(lambda: answers(port) and worker_runs(installation))
    said = installation.run("serve", "--port", str(port), code=1)
    assert "Another stellwerk process serves" in said


def test_a_port_that_somebody_else_has(installation: Installation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = installation.run("serve", "--port", str(port), code=1)
    assert f"--port {port + 1}" in said


def test_nothing_to_serve_yet(installation: Installation, port: int):
    said = installation.run("serve", "--port", str(port), code=1)
    assert "Nothing is configured" in said
    assert "Panel:" not in said
