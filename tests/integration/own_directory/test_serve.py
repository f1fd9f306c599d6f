"""`stellwerk serve`: follows a file, ends when told to, and never outlives its parent."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

import pytest

from oxsim.testing import Running, running
from stellwerk.core.errors import Busy
from stellwerk.core.lock import only_worker
from stellwerk.demo.directory import write_directory
from tests.integration.own_directory.installation import Installation, users, wait_for

CONFIG = """\
[portal]
name = "Lindenau"

[[source]]
name = "file"
kind = "ldif"
path = "people.ldif"

[[target]]
name = "ox"
url = "{url}"
master_login = "oxadminmaster"
master_password_file = "ox-master.secret"
mail_domain = "lindenau.example"
settle = 1
preset = "ucs"
"""
_PHONE = re.compile(r"^telephoneNumber: .*$", re.MULTILINE)


@pytest.fixture
def ox() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def people(installation: Installation, ox: Running) -> Path:
    """The directory file of an installation that was imported and never synced."""
    file = installation.folder / "people.ldif"
    write_directory(file, 20)
    installation.file.write_text(CONFIG.format(url=ox.url))
    installation.run("config", "import", "stellwerk.toml")
    return file


Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def serve(installation: Installation) -> Iterator[Serve]:
    """Start the service; it ends with the test. Its log is ``serve.log`` in the folder."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = installation.start("serve", "--no-panel", *arguments)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def phones(ox: Running) -> set[str]:
    return {user.get("telephone_business1", "") for user in users(ox, 10).values()}


def change(file: Path, phone: str) -> None:
    """Give the first person another number, as an export that replaces the file does."""
    fresh = file.with_suffix(".part")
    fresh.write_text(_PHONE.sub(f"telephoneNumber: {phone}", file.read_text(), count=1))
    fresh.replace(file)


def child_of(process: subprocess.Popen[str]) -> int:
    """The worker's process id."""
    children = Path(f"/proc/{process.pid}/task")
    pids = [pid for task in children.iterdir() for pid in (task / "children").read_text().split()]
    return int(wait_for(lambda: pids)[0])


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def free(installation: Installation) -> bool:
    with suppress(Busy), only_worker(installation.data):
        return True
    return False


def test_a_new_target_waits_then_changes_arrive_by_themselves(
    installation: Installation, people: Path, ox: Running, serve: Serve
):
    service = serve()
    wait_for(lambda: "done" in installation.run("status"))
    assert ox.stats()["creates"] == {}

    # The first sync starts the target; the running service carries it out.
    installation.run("sync", "--yes", code=1)
    wait_for(lambda: users(ox, 10))
    assert len(users(ox, 10)) + len(users(ox, 20)) > 10

    change(people, "+49 3999 4711")
    wait_for(lambda: "+49 3999 4711" in phones(ox))

    # From now on everything waits for somebody in another process, who is noticed at once.
    installation.edit(('preset = "ucs"', 'apply = "manual"\npreset = "ucs"'))
    installation.run("config", "import", "stellwerk.toml")
    change(people, "+49 3999 4712")
    wait_for(lambda: installation.status()["targets"][0]["held"] == 1)
    assert installation.status()["worker"] is True
    assert "+49 3999 4712" not in phones(ox)
    login = next(name for name, user in users(ox, 10).items() if "4711" in str(user))
    installation.run("approve", login)
    wait_for(lambda: "+49 3999 4712" in phones(ox))

    service.send_signal(signal.SIGTERM)
    _, log = service.communicate(timeout=60)
    assert service.returncode == 0
    assert free(installation)
    assert 'event="service started" portal=Lindenau' in log
    assert 'event="source read" source=file' in log
    assert "event=sent" in log
    assert 'event="service stopped"' in log
    assert "Traceback" not in log


def test_a_file_that_cannot_be_read_is_an_alarm_and_no_end(
    installation: Installation, people: Path, ox: Running, serve: Serve
):
    installation.run("sync", "--yes", code=1)
    text = people.read_text()
    service = serve()
    wait_for(lambda: not free(installation))
    people.write_text(text[: len(text) // 2].rstrip() + "\nobjectCl")
    wait_for(lambda: "not whole" in installation.run("status", code=1))
    assert all(user.get("mailenabled") is not False for user in users(ox, 10).values())
    people.write_text(text)
    change(people, "+49 3999 1")
    wait_for(lambda: "+49 3999 1" in phones(ox))
    service.send_signal(signal.SIGINT)
    _, log = service.communicate(timeout=60)
    assert service.returncode == 0
    assert "level=error" in log
    assert "nobody is removed" in log


def test_read_every_and_sighup_read_again(installation: Installation, people: Path, serve: Serve):
    log: SimpleQueue[str] = SimpleQueue()
    service = serve("--read-every", "2s")
    assert service.stderr is not None

    def listen() -> None:
        # The end of the test closes what is listened to.
        with suppress(ValueError):
            for line in service.stderr or ():
                log.put(line)

    Thread(target=listen, daemon=True).start()

    def until(part: str) -> str:
        while part not in (line := log.get(timeout=60)):
            pass
        return line

    until('event="source read"')  # right at the start
    until('event="source read"')  # two seconds later
    installation.edit(("settle = 1", "settle = 1\nlanes = 3"))
    installation.run("config", "import", "stellwerk.toml")
    until('event="targets changed"')
    service.send_signal(signal.SIGHUP)
    until('event="reading all sources was asked for"')
    until('event="source read"')


def test_the_worker_ends_when_its_parent_is_killed(
    installation: Installation, people: Path, serve: Serve
):
    service = serve()
    wait_for(lambda: not free(installation))
    child = child_of(service)
    service.kill()
    service.wait()
    wait_for(lambda: gone(child))
    assert free(installation)


def test_a_worker_that_dies_is_started_again(
    installation: Installation, people: Path, ox: Running, serve: Serve
):
    installation.run("sync", "--yes", code=1)
    service = serve()
    wait_for(lambda: not free(installation))
    first = child_of(service)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: gone(first))
    change(people, "+49 3999 2")
    wait_for(lambda: "+49 3999 2" in phones(ox))
    assert child_of(service) != first
    assert service.poll() is None


def test_a_second_service_says_that_one_is_running(
    installation: Installation, people: Path, serve: Serve
):
    serve()
    wait_for(lambda: not free(installation))
    said = installation.run("serve", "--no-panel", code=1)
    assert "Another stellwerk process serves" in said


def test_nothing_to_serve_yet(installation: Installation):
    said = installation.run("serve", "--no-panel", code=1)
    assert "Nothing is configured" in said
    assert "config template" in said


def test_an_unreadable_span_of_time_is_a_mistake_in_usage(installation: Installation):
    assert "write it like 90s" in installation.run("serve", "--read-every", "often", code=2)
