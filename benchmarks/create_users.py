"""How fast users are created: Stellwerk beside a sequential client, in one run on one server."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import incumbent, product, town
from benchmarks.figure import Figure, demand, require
from oxsim.testing import Running, spawned
from stellwerk.demo.directory import write_directory
from stellwerk.demo.directory.town import Town

CREATE = "OXUserService.createByModuleAccess"
LANES = 32
_BASELINE_CONTEXTS = (9001, 9002)
_LATENCIES = ((0.1, 0.9, ""), (0.02, 0.8, "_20ms"))
"""Seconds, the share of the possible rate the baseline must reach (a server's timer and the
machine weigh more where calls are short), and the ending of the keys."""
_LEAST_RATIO, _MOST_CALLS, _LEAST_ONE = 40, 1.2, 2.5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done; the figures that count are taken at the default."""

    users: int = 4000
    contexts: int = 40
    groups: int = 80
    one_context_users: int = 300
    baseline_users: int = 80


@dataclass(frozen=True, slots=True)
class Speed:
    """What one sync came to, taken from the arrivals at oxsim."""

    users_per_s: float
    calls_per_user: float


def run(*, full: bool) -> Figure:
    """Take the figures at 100 ms and, under keys that end in _20ms, at 20 ms.

    The size is always the same. Raises WrongEnd when the end state is wrong, and Missed when what
    is required at 100 ms was not reached.
    """
    size = Size()
    figure: Figure = {"people": size.users}
    for latency, share, suffix in _LATENCIES:
        found = at(size, latency, share)
        figure |= {f"{name}{suffix}": value for name, value in found.items()}
    demand(float(figure["ratio"]) >= _LEAST_RATIO, figure, f"ratio >= {_LEAST_RATIO}")
    calls, one = float(figure["calls_per_user"]), float(figure["one_context_ratio"])
    demand(calls <= _MOST_CALLS, figure, f"calls_per_user <= {_MOST_CALLS}")
    demand(one >= _LEAST_ONE, figure, f"one_context_ratio >= {_LEAST_ONE}")
    return figure


def at(size: Size, latency: float, share: float) -> Figure:
    """Take the figures at one latency, in seconds, beside a baseline of at least this share."""
    seeds = [
        argument
        for context in _BASELINE_CONTEXTS
        for argument in ("--context", f"{context}:{incumbent.LOGIN}:{incumbent.PASSWORD}")
    ]
    options = ["--latency-ms", str(latency * 1000), *seeds]
    with spawned(*options) as sim:
        baseline = incumbent.users_per_second(
            sim.url, _BASELINE_CONTEXTS, size.baseline_users, latency, share
        )
        many = _sync(sim, size.users, size.contexts, size.groups)
    with spawned(*options) as sim:
        one = _sync(sim, size.one_context_users, 1, 8)
    return {
        "ratio": round(many.users_per_s / baseline, 2),
        "users_per_s": round(many.users_per_s, 2),
        "calls_per_user": round(many.calls_per_user, 3),
        "baseline_users_per_s": round(baseline, 3),
        "one_context_ratio": round(one.users_per_s / baseline, 2),
    }


def _sync(sim: Running, users: int, contexts: int, groups: int) -> Speed:
    people = town.size_for(users)
    data = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    try:
        write_directory(data / "directory.ldif", people, contexts=contexts, groups=groups)
        product.configure(data, sim.url, LANES)
        sim.reset()
        report = product.sync(data)
    finally:
        shutil.rmtree(data)
    require(report["parked"] == town.PARKED, f"{report['parked']} parked, not {town.PARKED}")
    require(not report["waiting"], f"waiting: {report['waiting']}")
    expected = town.expected(Town(people, contexts, groups, "lindenau", 5))
    require(expected.users == users, f"the town has {expected.users} users, not {users}")
    town.check(expected, sim.state())
    return _speed(sim.stats(arrivals=True), users)


def _speed(stats: Any, users: int) -> Speed:
    created = stats["creates"].get(CREATE, 0)
    require(created == users, f"{created} creates took effect, not {users}")
    times = [time for time, operation, _ in stats["arrivals"] if operation == CREATE]
    seconds = max(times) - min(times)
    return Speed(users / seconds, stats["totals"]["calls"] / users)
