"""One bad object is told from a server that is unwell."""

from datetime import UTC, datetime, timedelta

from stellwerk.sync.breaker import COLLISIONS, IN_A_ROW, LONGEST, Breaker, Collisions, Suspects

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _others(breaker: Breaker, number: int) -> list[bool]:
    return [breaker.fail(f"person:{n}", NOW) for n in range(number)]


def test_one_object_that_fails_for_ever_is_never_excused() -> None:
    breaker = Breaker()
    assert not any(breaker.fail("person:1", NOW) for _ in range(100))


def test_many_that_fail_in_a_row_are_excused_from_then_on() -> None:
    assert _others(Breaker(), IN_A_ROW + 2) == [False] * (IN_A_ROW - 1) + [True] * 3


def test_a_success_between_them_makes_each_its_own() -> None:
    breaker = Breaker()
    for _ in range(10):
        assert not any(_others(breaker, IN_A_ROW - 1))
        breaker.succeed()


def test_while_it_is_open_one_failure_is_enough_and_one_success_ends_it() -> None:
    breaker = Breaker(open_since=NOW)
    assert breaker.fail("person:1", NOW)
    breaker.succeed()
    assert not breaker.fail("person:1", NOW)


def test_after_a_day_without_any_success_each_is_judged_by_itself() -> None:
    breaker = Breaker(open_since=NOW)
    assert breaker.fail("person:1", NOW + LONGEST - timedelta(seconds=1))
    assert not breaker.fail("person:1", NOW + LONGEST)


def test_who_starts_trouble_twice_is_blamed_and_who_succeeds_is_not() -> None:
    suspects = Suspects()
    assert suspects.blamed(["a", "b"]) == frozenset()
    suspects.clear(["b"])
    assert suspects.blamed(["a", "b", "c"]) == {"a"}


def test_a_context_rests_when_nothing_but_collisions_came_for_long_enough() -> None:
    collisions = Collisions()
    assert [collisions.collide() for _ in range(COLLISIONS + 1)] == [
        *[False] * (COLLISIONS - 1),
        True,
        True,
    ]
    collisions.succeed()
    assert not collisions.collide()
