"""Several trials at once: most of a trial is waiting."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.chaos.trial import Result, Theatre

JOBS = (os.cpu_count() or 1) + 1


def play_all(
    seeds: Iterable[int], folder: Path, jobs: int = JOBS, tell: Callable[[Result], object] = id
) -> list[Result]:
    """Play seeds, `jobs` at a time, each theatre in a folder of its own; results in order."""
    free: SimpleQueue[Theatre] = SimpleQueue()
    for number in range(jobs):
        stage = folder / f"theatre{number}"
        stage.mkdir(parents=True, exist_ok=True)
        free.put(Theatre(stage))

    def play(seed: int) -> Result:
        theatre = free.get()
        try:
            return theatre.play(seed)
        finally:
            free.put(theatre)

    with ThreadPoolExecutor(jobs) as pool:
        return list(_told(pool.map(play, seeds), tell))


def _told(results: Iterator[Result], tell: Callable[[Result], object]) -> Iterator[Result]:
    for result in results:
        tell(result)
        yield result
