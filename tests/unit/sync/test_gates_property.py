"""Gates and plan against a simple model, through any history of leaving and coming back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.db import transaction
from gates_case import Office, most_within_a_day
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellwerk.core import clock
from stellwerk.core.gates import Limits

LOGINS = [f"p{number:02}" for number in range(16)]
_WHO = st.lists(st.sampled_from(LOGINS), min_size=1, max_size=8, unique=True)
_STEP = st.one_of(
    st.tuples(st.just("leave"), _WHO),
    st.tuples(st.just("return"), _WHO),
    st.tuples(st.just("broken"), _WHO),
    st.tuples(st.just("approve"), _WHO),
    st.tuples(st.just("drop"), _WHO),
    st.tuples(st.just("wait"), st.integers(1, 40)),
)
_LIMITS = st.fixed_dictionaries(
    {
        "gate_count": st.integers(0, 6),
        "gate_share": st.sampled_from([0.05, 0.1, 0.25, 1.0]),
        "gate_floor": st.integers(1, 6),
    }
)


@dataclass
class Model:
    """Who is in the directory, who may be switched off because somebody said so, who may not."""

    here: set[str] = field(default_factory=lambda: set(LOGINS))
    approved: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)


def _allowed(limits: Limits) -> int:
    """The most a gate lets through within a day, of all that are there."""
    return max(n for n in range(len(LOGINS) + 1) if not limits.closed(n, 0, lambda: len(LOGINS)))


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(_STEP, min_size=2, max_size=10),
    at_target=_LIMITS,
    at_source=_LIMITS,
    gates=st.booleans(),
)
def test_whatever_happens_the_gates_let_no_more_through_and_approvals_are_kept(
    steps: list[tuple[str, list[str] | int]],
    at_target: dict[str, float],
    at_source: dict[str, float],
    gates: bool,
) -> None:
    start = datetime(2027, 3, 1, tzinfo=UTC)
    with transaction.atomic(), clock.held(start) as time:
        office = Office(LOGINS, gates=gates, **at_target)
        office.intake.source.settings = at_source
        office.intake.source.save()
        model = Model()
        automatic: list[datetime] = []
        for verb, what in steps:
            if isinstance(what, int):
                time.forward(hours=what)
            else:
                _do(office, model, verb, set(what))
            before = len(office.switched_off)
            office.drain()
            for when, login in office.switched_off[before:]:
                if login not in model.approved:
                    automatic.append(when)
                    assert login not in model.here
                    assert login not in model.dropped
            assert model.approved <= office.off()
            assert not office.off() & model.here
        most = min(_allowed(Limits.of(at_target)), _allowed(Limits.of(at_source)))
        assert most_within_a_day(automatic) <= (most if gates else 0)
        for login in sorted(office.held()):
            _answer(office, login, approve=True)
        office.drain()
        assert office.off() == set(LOGINS) - model.here - model.dropped
        assert office.held() == set()
        transaction.set_rollback(True)


def _do(office: Office, model: Model, verb: str, who: set[str]) -> None:
    if verb == "leave":
        model.here -= who
        office.read(model.here)
    elif verb == "return":
        model.here |= who
        model.approved -= who
        model.dropped -= who
        office.read(model.here)
    elif verb == "broken":
        office.read(model.here - who, whole=False)
    else:
        for login in sorted(who & office.held()):
            if _answer(office, login, approve=verb == "approve"):
                (model.approved if verb == "approve" else model.dropped).add(login)


def _answer(office: Office, login: str, *, approve: bool) -> bool:
    """Whether there was something to say: answers to others may have opened the gate meanwhile."""
    done = office.answer(login, approve=approve)
    assert done == 1 or login not in office.held()
    return bool(done)
