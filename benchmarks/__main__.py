"""``python -m benchmarks [NAME]``: the last line of each benchmark is one JSON object.

Without a name all of them run, those with 100,000 people or entries in a smaller size; with a
name, or with FULL=1 in the environment, in their full size.
"""

import importlib
import json
import os
import sys
from typing import Any

from benchmarks.figure import Missed, WrongEnd

NAMES = (
    "create_users",
    "unchanged_100k",
    "ldap_read",
    "one_field",
    "profile_fanout",
    "context_move",
    "audit_100k",
    "panel_100k",
    "saml_validate",
    "sso_signin",
)


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all; 0 when each ended in the right state."""
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; known: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    full = bool(arguments) or os.environ.get("FULL") == "1"
    failed = 0
    for name in arguments or NAMES:
        module: Any = importlib.import_module(f"benchmarks.{name}")
        try:
            figure = module.run(full=full)
        except Missed as missed:
            print(f"{name}: {missed}", file=sys.stderr)
            figure = missed.figure
            failed += 1
        except WrongEnd as wrong:
            print(f"{name}: {wrong}", file=sys.stderr)
            failed += 1
            continue
        print(json.dumps({"name": name, **figure}), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
