"""Every page of the panel asks the store few questions, and as many however much there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.panel.samples import Sample
from benchmarks.panel_100k import MOST_QUERIES, chosen, count

FEW, MANY = 60, 600
_LOOSE = 3
"""A page of a thing that has much of everything may ask so many more than one that has nothing."""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, int]]:
    """By address, the most questions one of its pages asks: of a small town and of a larger one."""
    return [_counted(tmp_path_factory.mktemp("town"), people) for people in (FEW, MANY)]


def test_no_page_asks_more_than_twenty_questions(counted: list[dict[str, int]]) -> None:
    for most in counted:
        assert {name: number for name, number in most.items() if number > MOST_QUERIES} == {}


def test_no_page_asks_more_where_there_is_more(counted: list[dict[str, int]]) -> None:
    few, many = counted
    grown = {name: (few[name], many[name]) for name in few if many[name] > few[name] + _LOOSE}
    assert grown == {}


def _counted(data: Path, people: int) -> dict[str, int]:
    for module in ("benchmarks.world", "benchmarks.panel.world"):
        subprocess.run([sys.executable, "-m", module, str(data), str(people)], check=True)
    some: list[Sample] = [
        sample for seed in range(3) for sample in chosen(data / "stellwerk.sqlite", seed)
    ]
    _token, queries = count(data, some)
    most: dict[str, int] = {}
    for sample, number in zip(some, queries, strict=True):
        most[sample.name] = max(most.get(sample.name, 0), number)
    return most
