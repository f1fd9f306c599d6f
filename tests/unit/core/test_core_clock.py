"""The one clock, and marks that reach the one listener."""

from datetime import UTC, datetime, timedelta

from stellwerk.core import clock, fold


def test_a_held_clock_stands_until_it_is_moved_and_runs_again_afterwards() -> None:
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    with clock.held(noon) as hand:
        assert clock.now() == noon
        hand.forward(hours=2)
        assert clock.now() == noon + timedelta(hours=2)
    assert clock.now() < noon


def test_a_key_ignores_case_outer_blanks_and_how_accents_are_composed() -> None:
    assert fold.key("  Müller@X.org ") == fold.key("mu\u0308LLER@x.ORG")


def test_a_key_keeps_accents_apart() -> None:
    assert fold.key("muller") != fold.key("müller")
