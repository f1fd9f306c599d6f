"""Commands as processes: real ones, forked from a server that has the slow imports behind it."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.servers.children import Child


class Ended(NamedTuple):
    """What a command came to: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


def run(
    *arguments: str, folder: Path, environment: Mapping[str, str], seconds: float = 120
) -> Ended:
    """Run `stellwerk` in a folder to its end. Raises Failed if that takes longer."""
    with tempfile.TemporaryDirectory() as kept:
        out, err = Path(kept, "out"), Path(kept, "err")
        child = Child(out, _body, arguments, str(folder), dict(environment), errors=err)
        code = child.wait(seconds)
        return Ended(code, out.read_text(), err.read_text())


def _body(arguments: tuple[str, ...], folder: str, environment: dict[str, str]) -> None:
    from stellwerk.cli import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.exit(main(list(arguments)))
