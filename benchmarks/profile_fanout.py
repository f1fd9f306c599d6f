"""How fast a changed access profile reaches everybody who has one."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cache, product, town
from benchmarks.entries import rewrite
from benchmarks.figure import Figure, demand, require
from benchmarks.world import town_of
from oxsim.testing import Running, spawned
from stellwerk.demo.directory.profiles import profile_entries

CHANGE = "OXUserService.changeByModuleAccess"
USERS, LESS = 10_000, 2_000
_LATENCY_MS, _LANES = 20, 32
_RIGHT, _FLAG = "oxRightSyncml", "syncml"


def run(*, full: bool) -> Figure:
    """Take the figures, with fewer people unless `full`. Raises WrongEnd and Missed."""
    people = town.size_for(USERS if full else LESS)
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    data = parent / "data"
    try:
        cache.world(people, data)
        latency = str(_LATENCY_MS)
        with spawned("--state", str(data / "oxsim.sqlite"), "--latency-ms", latency) as sim:
            return _figures(sim, data, people)
    finally:
        shutil.rmtree(parent)


def _figures(sim: Running, data: Path, people: int) -> Figure:
    product.configure(data, sim.url, _LANES)
    product.sync(data)
    users = town.expected(town_of(people)).users
    require(not _allowed(sim), "nobody has that right before")
    profiles = {dn for dn, _ in profile_entries(town_of(people))}
    sim.reset()
    changed = rewrite(
        data / "directory.ldif",
        profiles,
        lambda name, value: "TRUE" if name == _RIGHT else value,
    )
    require(changed == len(profiles), f"{changed} profiles were changed, not {len(profiles)}")
    report = product.sync(data)
    require(report["applied"] == users, f"{users} users have a profile, but: {report}")
    require(_allowed(sim) == users, f"the right reached {_allowed(sim)}, not {users}")
    stats: Any = sim.stats(arrivals=True)
    times = [time for time, operation, _ in stats["arrivals"] if operation == CHANGE]
    figure: Figure = {
        "users": users,
        "users_per_s": round(users / (max(times) - min(times)), 1),
        "calls": stats["totals"]["calls"],
    }
    demand(figure["calls"] == users, figure, "one call per user")
    return figure


def _allowed(sim: Running) -> int:
    """How many users, administrators left out, have the right at oxsim."""
    users = [one for context in sim.state()["contexts"].values() for one in context["users"]]
    return sum(1 for one in users if one["id"] != 2 and _FLAG in one["access"])
