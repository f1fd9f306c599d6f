"""kill -9 of real processes at random times: a dozen seeds of the crash test."""

from collections import Counter

import pytest

from tests.chaos.company import play_all
from tests.chaos.plot import plot
from tests.chaos.trial import Result

SEEDS = range(1, 13)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Result]:
    """What became of each seed."""
    return {one.seed: one for one in play_all(SEEDS, tmp_path_factory.mktemp("chaos"))}


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_at_random_times_it_ends_as_if_undisturbed(
    results: dict[int, Result], seed: int
) -> None:
    again = f"repeat: python -m tests.chaos --seeds 1 --first {seed}"
    assert results[seed].verdict.wrong == [], again


def test_the_kills_strike_while_calls_are_under_way(results: dict[int, Result]) -> None:
    phases = Counter[str]()
    for result in results.values():
        phases.update(result.phases)
    assert phases["killed: sync"] >= 5
    assert sum(times for phase, times in phases.items() if phase.startswith("in doubt")) >= 10


def test_a_seed_always_tells_the_same_story() -> None:
    assert plot(7) == plot(7)
    assert plot(7).acts[-1].ldif != plot(8).acts[-1].ldif
