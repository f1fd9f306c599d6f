"""The command: `python -m tests.chaos --seeds N [--first SEED] [--json]`."""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos.trial import Result, Theatre
from tests.chaos.verdict import DIFFERENT, DUPLICATED, LOST, WRONG


def main() -> int:
    """Run the seeds, print what went wrong, and last one JSON object. 1 if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first one")
    parser.add_argument("--json", action="store_true", help="print only the last line")
    parser.add_argument("--folder", type=Path, help="where failed trials are kept")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="stellwerk-chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    theatre = Theatre(folder)
    results = []
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        results.append(theatre.play(seed))
        if not chosen.json:
            show(results[-1], folder)
    phases: Counter[str] = Counter()
    for result in results:
        phases.update(result.phases)
    if not chosen.json:
        for phase, times in sorted(phases.items()):
            print(f"{times:7} {phase}")
    last = summary(results, time.monotonic() - start)
    print(json.dumps(last))
    return 1 if any(result.verdict.wrong for result in results) else 0


def show(result: Result, folder: Path) -> None:
    """Print one seed's line, and what is wrong with how to repeat it."""
    wrong = result.verdict.wrong
    print(f"seed {result.seed}: {'WRONG' if wrong else 'right'} in {result.seconds:.1f} s")
    for kind, text in wrong:
        print(f"    {kind}: {text}")
    if wrong:
        print(f"    repeat: python -m tests.chaos --seeds 1 --first {result.seed}")
        print(f"    files:  {folder / str(result.seed)}", flush=True)


def summary(results: list[Result], seconds: float) -> dict[str, float]:
    """The last line."""
    counts = {
        kind: sum(result.verdict.count(kind) for result in results)
        for kind in (LOST, DUPLICATED, WRONG, DIFFERENT)
    }
    return {"seeds": len(results), **counts, "seconds": round(seconds, 1)}


if __name__ == "__main__":
    sys.exit(main())
