"""`stellwerk audit` as a process of its own: finds, repairs what is named, says what it did."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.drift import plant
from benchmarks.product import configure
from oxsim.testing import Running, spawned


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[tuple[Path, Running, Counter[str]]]:
    """A small town in step with its OX, in which somebody then changed things by hand."""
    data = tmp_path / "data"
    _run(data, "demo", "--once", "--json", "--people", "60")
    state = data / "oxsim.sqlite"
    made = plant(state, 1)
    with spawned("--state", str(state)) as sim:
        configure(data, sim.url, 4)
        yield data, sim, made


def _run(data: Path, *arguments: str, codes: tuple[int, ...] = (0, 1)) -> str:
    command = [sys.executable, "-m", "stellwerk", "--data", str(data), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert done.returncode in codes, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def _audit(data: Path, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_run(data, "audit", "--json", *arguments))
    return told


def test_what_was_planted_is_found_repaired_and_sent(
    planted: tuple[Path, Running, Counter[str]],
) -> None:
    data, sim, made = planted
    told = _audit(data)
    assert Counter(one["kind"] for one in told["list"]) == made
    assert not sim.stats()["creates"]
    repaired = _audit(
        data, *(f"--repair={kind}" for kind in ("relinked", "missing", "different", "members"))
    )
    assert repaired["repaired"] == sum(made.values()) - made["foreign"]
    _run(data, "sync", "--yes", "--json")
    left = _audit(data, "--rights")
    assert {one["kind"] for one in left["list"]} == {"foreign"}
    assert _run(data, "audit", codes=(1,)).count("nobody of ours") == made["foreign"]


def test_one_object_alone_is_repaired(planted: tuple[Path, Running, Counter[str]]) -> None:
    data, _sim, made = planted
    first = next(one for one in _audit(data)["list"] if one["kind"] == "different")
    assert _audit(data, "--repair", first["object"])["repaired"] == 1
    assert Counter(one["kind"] for one in _audit(data)["list"])["different"] < made["different"]


def test_without_a_terminal_it_asks_nothing(planted: tuple[Path, Running, Counter[str]]) -> None:
    data, _sim, _made = planted
    _run(data, "audit", "--repair", codes=(2,))
    _run(data, "audit", "--context", "4711", codes=(1,))
