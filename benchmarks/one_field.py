"""What one changed field of one person costs among thousands."""

import shutil
import tempfile
from pathlib import Path

from benchmarks import cache, product
from benchmarks.entries import rewrite
from benchmarks.figure import Figure, demand, require
from oxsim.testing import Running, spawned
from stellwerk.demo.directory.identity import identity

PEOPLE = 2_000
_LANES, _ROOM, _CHANGED = 8, "X 9.99", 1000


def run(*, full: bool) -> Figure:
    """Take the figures; the size is always the same. Raises WrongEnd and Missed."""
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    data = parent / "data"
    try:
        cache.world(PEOPLE, data)
        with spawned("--state", str(data / "oxsim.sqlite")) as sim:
            return _figures(sim, data)
    finally:
        shutil.rmtree(parent)


def _figures(sim: Running, data: Path) -> Figure:
    product.configure(data, sim.url, _LANES)
    product.sync(data)
    person = identity(_CHANGED)
    sim.reset()
    rewrite(
        data / "directory.ldif",
        {person.dn},
        lambda name, value: _ROOM if name == "roomNumber" else value,
    )
    report = product.sync(data)
    stats = sim.stats()
    require(report["applied"] == 1, f"one person was changed, but: {report}")
    users = [one for context in sim.state()["contexts"].values() for one in context["users"]]
    arrived = {one["name"] for one in users if one.get("room_number") == _ROOM}
    require(arrived == {person.login}, f"changed are {arrived}")
    figure: Figure = {"people": PEOPLE, "calls": stats["totals"]["calls"]}
    demand(figure["calls"] == 1, figure, "one call")
    return figure
