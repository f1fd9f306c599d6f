"""``python -m benchmarks [NAME]``: the last line of each benchmark is one JSON object."""

import importlib
import json
import sys
from typing import Any

from benchmarks.figure import WrongEnd

NAMES = ("create_users",)


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all; 0 when each ended in the right state."""
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; known: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in arguments or NAMES:
        module: Any = importlib.import_module(f"benchmarks.{name}")
        try:
            figure = module.run()
        except WrongEnd as wrong:
            print(f"{name}: {wrong}", file=sys.stderr)
            failed += 1
            continue
        print(json.dumps({"name": name, **figure}), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
