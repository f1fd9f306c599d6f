"""How long every page of the panel takes with 100,000 people, beside `/healthz` in the same run."""

import json
import math
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks import cache
from benchmarks.figure import Figure, WrongEnd, demand, require
from benchmarks.panel.browser import fresh
from benchmarks.panel.chosen import Chosen
from benchmarks.panel.counting import as_json
from benchmarks.panel.samples import SAMPLES, Sample, samples
from benchmarks.panel.world import wanted

PEOPLE, LESS = 100_000, 5_000
MOST_MS, MOST_QUERIES = 150, 20
_ROUNDS = 4
_TOLD = 12
_ALIVE = Sample("healthz", "/healthz", signed_in=False)


def run(*, full: bool) -> Figure:
    """Take the figures, with fewer people unless `full`. Raises WrongEnd and Missed.

    Each round starts the panel anew, forgets what the operating system has of the store, and asks
    for every page of other objects, in any order, each right after `/healthz`.
    """
    people = PEOPLE if full else LESS
    parent = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    try:
        data = parent / "data"
        cache.furnished(people, data)
        return figures(data, people)
    finally:
        shutil.rmtree(parent)


def figures(data: Path, people: int, rounds: int = _ROUNDS) -> Figure:
    """Take the figures of a furnished world."""
    store = data / "stellwerk.sqlite"
    _require_all(store, people)
    asked = [chosen(store, number) for number in range(rounds)]
    token, queries = count(data, [sample for some in asked for sample in some])
    pages: list[float] = []
    alive: list[float] = []
    by_path: dict[str, list[float]] = defaultdict(list)
    for number, some in enumerate(asked):
        random.Random(number).shuffle(some)
        with fresh(data, token) as browser:
            browser.begin_trial()
            for sample in some:
                alive.append(browser.seconds(_ALIVE))
                pages.append(browser.seconds(sample))
                by_path[_kind(sample)].append(pages[-1])
    p95, alive_p95 = _p95(pages), _p95(alive)
    slowest = _slowest(by_path)
    figure: Figure = {
        "people": people,
        "p95_ratio": round(p95 / alive_p95, 2),
        "p95_ms": round(p95 * 1000, 1),
        "max_queries": max(queries),
        "pages": len(SAMPLES),
        "slowest": slowest[0],
    }
    print("\n".join(slowest), flush=True)
    demand(p95 * 1000 < MOST_MS, figure, f"p95_ms < {MOST_MS}")
    demand(max(queries) <= MOST_QUERIES, figure, f"max_queries <= {MOST_QUERIES}")
    return figure


def chosen(store: Path, seed: int) -> list[Sample]:
    """Every sample, of objects chosen by this seed."""
    with closing(Chosen(store, seed)) as some:
        return samples(some)


def count(data: Path, asked: Sequence[Sample]) -> tuple[str, list[int]]:
    """An owner's token, and how many queries each page makes. Raises WrongEnd."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.panel.counting", str(data)],
        input=as_json(list(asked)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WrongEnd(f"the queries could not be counted: {done.stderr[-2000:]}")
    found = json.loads(done.stdout)
    for sample, (_number, status) in zip(asked, found["counted"], strict=True):
        require(status == sample.status, f"GET {sample.path} was answered {status}")
    return found["token"], [number for number, _status in found["counted"]]


def _require_all(store: Path, people: int) -> None:
    """Everything that is promised is in the store."""
    with closing(sqlite3.connect(store)) as database:
        for table, least in wanted(people).items():
            query = f"SELECT count(*) FROM {table}"
            ((rows,),) = database.execute(query).fetchall()
            require(rows >= least, f"{table} has {rows} rows, not {least}")


def _kind(sample: Sample) -> str:
    """What a page is, whatever object it shows: its address and the names of its parameters."""
    _path, _mark, query = sample.path.partition("?")
    names = "&".join(part.partition("=")[0] for part in query.split("&") if part)
    return f"{sample.name}?{names}" if names else sample.name


def _slowest(by_kind: Mapping[str, Sequence[float]]) -> list[str]:
    """The slowest pages by their median, the slowest first."""
    medians = {kind: statistics.median(some) for kind, some in by_kind.items()}
    order = sorted(medians, key=lambda kind: -medians[kind])[:_TOLD]
    return [f"{kind}: {medians[kind] * 1000:.0f} ms" for kind in order]


def _p95(some: Sequence[float]) -> float:
    """So much or less in 95 of a hundred cases."""
    return sorted(some)[math.ceil(len(some) * 0.95) - 1]
