"""Worlds that were built before, kept in .bench as long as the code that built them stands."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import WrongEnd

_ROOT = Path(__file__).parent.parent
_CACHE = _ROOT / ".bench"


def world(people: int, into: Path, contexts: int = 0) -> None:
    """Put the world with so many people into a new folder, building it if it is not kept yet.

    ``contexts`` is how many they are spread over, as many as usual unless given.
    """
    name = f"world-c{contexts}" if contexts else "world"
    kept = _kept(name, people, lambda part: _build("world", part, people, contexts))
    shutil.copytree(kept, into)


def furnished(people: int, into: Path) -> None:
    """The same for a world with all that the panel's pages can show."""

    def build(part: Path) -> None:
        part.rmdir()
        world(people, part)
        _build("panel.world", part, people)

    shutil.copytree(_kept("panel", people, build), into)


def _kept(name: str, people: int, build: Callable[[Path], None]) -> Path:
    kept = _CACHE / f"{name}-{people}-{_fingerprint()}"
    if not kept.exists():
        for old in _CACHE.glob(f"{name}-{people}-*"):
            shutil.rmtree(old)
        part = _CACHE / f"{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        build(part)
        part.rename(kept)
    return kept


def _build(module: str, part: Path, people: int, contexts: int = 0) -> None:
    print(f"building {module} of {people} people; it is kept in {_CACHE.name}", flush=True)
    more = [str(contexts)] if contexts else []
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(part), str(people), *more],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WrongEnd(f"the world could not be built: {done.stderr[-2000:]}")


def _fingerprint() -> str:
    """Of everything that decides what a world looks like: the product, oxsim and this package."""
    digest = hashlib.sha256()
    for folder in (_ROOT / "src", _ROOT / "benchmarks"):
        for file in sorted(folder.rglob("*.py")):
            digest.update(str(file.relative_to(_ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]
