"""The command: `python -m tests.chaos --seeds N [--first SEED] [--json]`."""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos.company import JOBS, play_all
from tests.chaos.trial import Result
from tests.chaos.verdict import DIFFERENT, DUPLICATED, LOST, UNFINISHED, WRONG


def main() -> int:
    """Run the seeds, print what went wrong, and last one JSON object. 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first one")
    parser.add_argument("--json", action="store_true", help="print only the last line")
    parser.add_argument("--jobs", type=int, default=JOBS, help="how many at a time")
    parser.add_argument("--folder", type=Path, help="where failed trials are kept")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="stellwerk-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    jobs = max(min(chosen.jobs, chosen.seeds), 1)
    results = play_all(seeds, folder, jobs, _silent if chosen.json else show)
    phases: Counter[str] = Counter()
    for result in results:
        phases.update(result.phases)
    if not chosen.json:
        for phase, times in sorted(phases.items()):
            print(f"{times:7} {phase}")
    last = summary(results, time.monotonic() - start)
    print(json.dumps(last))
    return 1 if any(result.verdict.wrong for result in results) else 0


def _silent(_: Result) -> None:
    """Nothing but the last line."""


def show(result: Result) -> None:
    """Print one seed's line, and what is wrong with how to repeat it."""
    wrong = result.verdict.wrong
    print(
        f"seed {result.seed}: {'WRONG' if wrong else 'right'} in {result.seconds:.1f} s", flush=True
    )
    for kind, text in wrong:
        print(f"    {kind}: {text}")
    if wrong:
        print(f"    repeat: python -m tests.chaos --seeds 1 --first {result.seed}")
        print(f"    files:  {result.stage}", flush=True)


def summary(results: list[Result], seconds: float) -> dict[str, float]:
    """The last line; what differs otherwise, or cannot be compared, counts as lost."""

    def count(*kinds: str) -> int:
        return sum(result.verdict.count(kind) for result in results for kind in kinds)

    return {
        "seeds": len(results),
        "lost": count(LOST, DIFFERENT, UNFINISHED),
        "duplicated": count(DUPLICATED),
        "wrongly_deleted": count(WRONG),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
