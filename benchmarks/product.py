"""Stellwerk as its user starts it: commands in child processes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.figure import WrongEnd


def configure(data: Path, url: str, lanes: int) -> None:
    """Point a data folder's directory.ldif at an oxsim."""
    run([sys.executable, "-m", "benchmarks.configure", str(data), url, str(lanes)])


def sync_command(data: Path) -> list[str]:
    """The command that reads the sources and carries everything out."""
    script = Path(sys.executable).with_name("stellwerk")
    return [str(script), "--data", str(data), "sync", "--yes", "--json"]


def sync(data: Path) -> dict[str, Any]:
    """Run a whole sync; its report. Parked objects are the caller's to judge, not an error."""
    return report(run(sync_command(data), good=(0, 1)))


def report(output: str) -> dict[str, Any]:
    """The JSON object a sync ended with."""
    try:
        found: dict[str, Any] = json.loads(output)
    except json.JSONDecodeError as error:
        raise WrongEnd(f"a sync ended without a report: {output[-2000:]}") from error
    return found


def run(command: list[str], good: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in good:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise WrongEnd(f"{' '.join(command[-5:])} ended with {done.returncode}:\n{said}")
    return done.stdout
