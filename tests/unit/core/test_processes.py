"""Processes call themselves so that it can be told later whether one is gone."""

import subprocess
import sys

from stellwerk.core import process

_SAY = "from stellwerk.core import process; print(process.own(), flush=True); input()"


def test_a_process_is_there_until_it_ends() -> None:
    assert process.is_gone(process.own()) is False
    child = subprocess.Popen(
        [sys.executable, "-c", _SAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    name = child.stdout.readline().strip()
    assert process.is_gone(name) is False
    child.kill()
    # Not waited for yet: it is a zombie, and gone all the same.
    while process.is_gone(name) is False:
        assert child.poll() in {None, -9}
    child.communicate()
    assert process.is_gone(name) is True


def test_a_number_that_is_used_again_is_another_process() -> None:
    host, boot, pid, start = process.own().split("/")
    assert process.is_gone(f"{host}/{boot}/{pid}/{int(start) + 1}") is True


def test_what_ran_before_the_machine_started_anew_is_gone() -> None:
    host, _boot, pid, start = process.own().split("/")
    assert process.is_gone(f"{host}/before/{pid}/{start}") is True


def test_nothing_is_known_of_another_host() -> None:
    assert process.is_gone("elsewhere/1/2/3") is None
    assert process.is_gone("") is None
