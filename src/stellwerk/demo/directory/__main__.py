"""``python -m stellwerk.demo.directory --people N FILE``."""

import argparse
from pathlib import Path

from stellwerk.demo.directory.write import write_directory


def main() -> None:
    """Write the directory the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m stellwerk.demo.directory", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--people", type=int, default=250)
    parser.add_argument("--contexts", type=int, default=2)
    parser.add_argument("--groups", type=int, default=30)
    parser.add_argument("--seed", default="lindenau")
    parser.add_argument("--photo-every", type=int, default=5)
    choice = parser.parse_args()
    write_directory(
        choice.file,
        choice.people,
        contexts=choice.contexts,
        groups=choice.groups,
        seed=choice.seed,
        photo_every=choice.photo_every,
    )


main()
