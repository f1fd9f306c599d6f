"""``python -m benchmarks.configure DATA URL LANES``: a data folder that knows source and target.

A process of its own, because a process opens one data folder.
"""

import sys
from pathlib import Path

from stellwerk.store import open_store


def main() -> None:
    """Set up the folder the command line names."""
    data, url, lanes = sys.argv[1:]
    open_store(Path(data))
    from stellwerk.demo.run import configure

    configure(url, lanes=int(lanes))


if __name__ == "__main__":
    main()
