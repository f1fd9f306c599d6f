"""The project's metadata names what the product needs, and nothing is pinned that it does not."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[3]
BUILD = {"hatchling", "editables"}


def _pinned() -> dict[str, str]:
    text = (ROOT / "requirements/run.txt").read_text()
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M))


def test_what_is_installed_for_the_demo_is_what_the_project_says_it_needs() -> None:
    """`pip install stellwerk` brings what `make install` brings, and the pinned versions fit."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {one.name: one for one in map(Requirement, project["dependencies"])}
    asked = (ROOT / "requirements/run.in").read_text().split()
    assert set(needed) == {Requirement(line).name for line in asked} - BUILD
    pinned = _pinned()
    for name, one in needed.items():
        assert one.specifier.contains(pinned[name]), name
