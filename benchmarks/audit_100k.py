"""What it costs to compare OX with what was sent: memory, time, calls; and that all is found."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cache, memory, product
from benchmarks.figure import Figure, demand, require
from oxsim.testing import Running, spawned

PEOPLE, LESS, CONTEXTS = 100_000, 10_000, 20
MOST_MB = 250
_EACH, _LANES = 3, 8


def run(*, full: bool) -> Figure:
    """Take the figures, with fewer people unless `full`. Raises WrongEnd and Missed."""
    people = PEOPLE if full else LESS
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    data = parent / "data"
    try:
        cache.world(people, data, CONTEXTS)
        state = data / "oxsim.sqlite"
        planted = _plant(state)
        with spawned("--state", str(state)) as sim:
            return _figures(sim, data, planted)
    finally:
        shutil.rmtree(parent)


def _plant(state: Path) -> dict[str, int]:
    """In a process of its own: its memory is nobody's figure."""
    command = [sys.executable, "-m", "benchmarks.drift", str(state), str(_EACH)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def _figures(sim: Running, data: Path, planted: dict[str, int]) -> Figure:
    product.configure(data, sim.url, _LANES)
    users = sum(len(one["users"]) for one in sim.state()["contexts"].values())
    sim.reset()
    script = Path(sys.executable).with_name("stellwerk")
    ran = memory.run([str(script), "--data", str(data), "audit", "--json"], good=(1,))
    told: dict[str, Any] = json.loads(ran.output)
    (target,) = told["targets"].values()
    require(target["found"] == planted, f"found {target['found']}, planted {planted}")
    require(target["left_out"] == 0 and not target["unread"], f"not everything: {target}")
    require(told["users"] == users, f"{told['users']} of {users} users were read")
    stats: Any = sim.stats()
    require(not stats["creates"], "an audit makes nothing")
    figure: Figure = {
        "users": users,
        "contexts": target["contexts"],
        "findings": told["findings"],
        "calls": stats["totals"]["calls"],
        "seconds": round(ran.seconds, 1),
        "peak_mb": round(ran.peak_mb, 1),
    }
    demand(ran.peak_mb < MOST_MB, figure, f"peak_mb < {MOST_MB}")
    return figure
