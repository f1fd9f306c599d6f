"""Whose lane is served when there are more lanes than places."""

from stellwerk.sync.turns import LONGEST_WAIT, TURN, Load, Turns


class Table:
    """A clock and the loads of lanes, set by the test."""

    def __init__(self, places: int, **rows: int) -> None:
        self.now = 0.0
        self.loads = {lane: Load(number, live=False) for lane, number in rows.items()}
        self.turns = Turns(places, lambda: self.loads, clock=lambda: self.now)

    def choose(self, **taken: int) -> list[str]:
        return self.turns.choose(list(self.loads), taken, "contexts")


def test_all_lanes_are_served_while_there_are_places() -> None:
    assert Table(3, a=1, b=9, c=5).choose(a=TURN + 1) == ["a", "b", "c"]


def test_the_longest_lanes_come_first() -> None:
    assert Table(2, a=1, b=9, c=5).choose() == ["b", "c"]


def test_the_lane_that_makes_contexts_comes_before_the_longest() -> None:
    assert Table(2, a=1, b=9, contexts=1).choose() == ["contexts", "b"]


def test_a_lane_in_which_somebody_waits_comes_before_the_longest() -> None:
    table = Table(1, a=1, b=9)
    table.loads["a"] = Load(1, live=True)
    assert table.choose() == ["a"]


def test_a_lane_keeps_its_place_until_its_turn_is_over() -> None:
    table = Table(1, a=1, b=9)
    assert table.choose(a=TURN - 1) == ["a"]
    assert table.choose(a=TURN) == []  # drained first: b gets the place when a's calls are over
    assert table.choose() == ["b"]


def test_the_longest_lane_keeps_its_place_for_ever() -> None:
    assert Table(1, a=1, b=9).choose(b=10 * TURN) == ["b"]


def test_a_short_lane_does_not_wait_for_ever() -> None:
    table = Table(1, a=1, b=9)
    assert table.choose(b=TURN) == ["b"]
    table.now = LONGEST_WAIT + 1
    assert table.choose(b=TURN) == []
    assert table.choose() == ["a"]
