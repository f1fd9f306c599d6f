"""What it costs to find that nothing changed among 100,000 people, and then to find ten changes."""

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks import cache, memory, product, writes
from benchmarks.figure import Figure, demand, require
from benchmarks.town import PARKED
from benchmarks.world import town_of
from oxsim.testing import Running, spawned
from stellwerk.demo.directory.identity import identity

PEOPLE, LESS = 100_000, 20_000
MOST_MB = 200
CHANGED = 10
_ROOM = "X 9.99"
_LANES = 8


def run(*, full: bool) -> Figure:
    """Take the figures, with fewer people unless `full`. Raises WrongEnd and Missed."""
    people = PEOPLE if full else LESS
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    data = parent / "data"
    try:
        cache.world(people, data)
        with spawned("--state", str(data / "oxsim.sqlite")) as sim:
            return _figures(sim, data, people)
    finally:
        shutil.rmtree(parent)


def _figures(sim: Running, data: Path, people: int) -> Figure:
    store = data / "stellwerk.sqlite"
    product.configure(data, sim.url, _LANES)
    writes.watch(store)
    sim.reset()
    ran = memory.run(product.sync_command(data), good=(1,))
    report = product.report(ran.output)
    require(report["applied"] == 0 and report["parked"] == PARKED, f"it is not in step: {report}")
    _require_all_read(store, people)
    rows = {name: number for name, number in writes.counted(store).items() if name[:5] != "jobs_"}
    calls = sim.stats()["totals"]["calls"]
    found = _change_some(sim, data, people)
    figure: Figure = {
        "people": people,
        "calls": calls,
        "row_writes": sum(rows.values()),
        "peak_mb": round(ran.peak_mb, 1),
        "found_changed": found,
        "seconds": round(ran.seconds, 2),
    }
    demand(calls == 0, figure, "a run without calls")
    demand(not rows, figure, f"a run without writes (but {rows})")
    demand(ran.peak_mb < MOST_MB, figure, f"peak_mb < {MOST_MB}")
    return figure


def _require_all_read(store: Path, people: int) -> None:
    """The last read was complete and brought everybody: the job's own result says so."""
    with closing(sqlite3.connect(store)) as database:
        (text,) = database.execute(
            "SELECT result FROM jobs_job WHERE kind = 'read' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    read = json.loads(text)
    require(read["complete"] and read["read"]["person"] == people, f"not everything read: {text}")


def _change_some(sim: Running, data: Path, people: int) -> int:
    """Give ten people another room; how many arrived. Exactly these may be sent."""
    # Multiples of 25 have an account; see stellwerk.demo.directory.people.has_ox.
    scattered = range(people // 20, people, people // CHANGED)
    chosen = [number - number % 25 for number in scattered]
    dns = {f"dn: {identity(number).dn}\n".encode() for number in chosen}
    require(len(dns) == CHANGED, f"{len(dns)} people chosen, not {CHANGED}")
    _rewrite(data / "directory.ldif", dns)
    sim.reset()
    report = product.sync(data)
    stats = sim.stats()
    require(
        report["applied"] == CHANGED and stats["calls"] == {"OXUserService.change": CHANGED},
        f"{CHANGED} people were changed, but: {report}, {stats['calls']}",
    )
    contexts = {str(number) for number in range(10, 10 * town_of(people).contexts + 1, 10)}
    state = sim.state()["contexts"]
    moved = {
        user["name"]
        for scope in contexts
        for user in state[scope]["users"]
        if user.get("room_number") == _ROOM
    }
    require(moved == {identity(number).login for number in chosen}, f"changed are {moved}")
    return len(moved)


def _rewrite(directory: Path, dns: set[bytes]) -> None:
    """Write another room into the entries of these DN lines."""
    part = directory.with_suffix(".part")
    inside = False
    with directory.open("rb") as old, part.open("wb") as new:
        for line in old:
            if line.startswith(b"dn:"):
                inside = line in dns
            moves = inside and line.startswith(b"roomNumber:")
            new.write(f"roomNumber: {_ROOM}\n".encode() if moves else line)
    part.rename(directory)
