"""What moving people from one context into another costs, calls and time per person."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cache, product
from benchmarks.entries import rewrite
from benchmarks.figure import Figure, demand, require
from oxsim.testing import Running, spawned
from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.people import has_ox

PEOPLE, MOVED = 2_000, 40
_LATENCY_MS, _LANES, _MOST = 20, 8, 8
_FROM, _TO = "10", "20"


def run(*, full: bool) -> Figure:
    """Take the figures; the size is always the same. Raises WrongEnd and Missed."""
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    data = parent / "data"
    try:
        cache.world(PEOPLE, data)
        latency = str(_LATENCY_MS)
        with spawned("--state", str(data / "oxsim.sqlite"), "--latency-ms", latency) as sim:
            return _figures(sim, data)
    finally:
        shutil.rmtree(parent)


def _figures(sim: Running, data: Path) -> Figure:
    product.configure(data, sim.url, _LANES)
    product.sync(data)
    there = _logins(sim, _FROM)
    some = [number for number in range(100, PEOPLE) if has_ox(number)]
    chosen = [identity(one) for one in some if identity(one).login in there][:MOVED]
    logins = {one.login for one in chosen}
    rewrite(
        data / "directory.ldif",
        {one.dn for one in chosen},
        lambda name, value: _TO if name == "oxContextIDNum" else value,
    )
    planned = _stellwerk(data, "plan", "--json")
    _stellwerk(data, "approve", planned["hash"])
    sim.reset()
    product.sync(data)
    stats: Any = sim.stats(arrivals=True)
    require(not logins & _logins(sim, _FROM), "somebody is still in the old context")
    require(logins <= _logins(sim, _TO), "somebody is not in the new context")
    times = [time for time, _, _ in stats["arrivals"]]
    figure: Figure = {
        "people": MOVED,
        "seconds": round((max(times) - min(times)) / MOVED, 3),
        "calls": round(stats["totals"]["calls"] / MOVED, 2),
    }
    demand(float(figure["calls"]) <= _MOST, figure, f"calls <= {_MOST} for each who moves")
    return figure


def _logins(sim: Running, scope: str) -> set[str]:
    users = sim.state()["contexts"][scope]["users"]
    return {str(one["name"]) for one in users if one["id"] != 2}


def _stellwerk(data: Path, *arguments: str) -> dict[str, Any]:
    """Run a command; what it printed as JSON, if anything."""
    script = Path(sys.executable).with_name("stellwerk")
    command = [str(script), "--data", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    require(done.returncode in {0, 1}, f"{arguments} ended: {done.returncode}\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout) if "--json" in arguments else {}
    return found
