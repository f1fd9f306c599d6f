"""The chunk of a held change is found without reading the plan."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stellwerk.core import clock
from stellwerk.panel.pages.plans.asking import chosen_in
from stellwerk.panel.pages.plans.near import chunks_near
from stellwerk.sync.models import Held, Plan
from stellwerk.targets.models import Target
from tests.browsing import portal
from tests.unit.panel.plan_case import CHUNK, change, kept

pytestmark = pytest.mark.django_db
_PEOPLE = range(10_000, 10_000 + 5 * CHUNK)


@pytest.fixture
def target() -> Target:
    return Target.objects.create(portal=portal(), name="ox")


@pytest.fixture
def plan(target: Target) -> Plan:
    return kept(target.portal, [change(number, held=True) for number in _PEOPLE])


def _held(target: Target, number: int) -> str:
    one = change(number, held=True)
    Held.objects.create(
        target=target, object=one["object"], part=one["part"], digest=one["digest"],
        goal=one["goal"], gate="manual", since=clock.now(),
    )  # fmt: skip
    return str(one["digest"])


@pytest.mark.parametrize("place", [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK + 7, 5 * CHUNK - 1])
def test_the_chunk_that_is_named_holds_the_change(plan: Plan, target: Target, place: int) -> None:
    digest = _held(target, _PEOPLE[place])
    near = chunks_near(plan, [digest])
    assert near is not None
    assert place // CHUNK in near
    assert len(near) <= 2
    assert [one["digest"] for one in chosen_in(plan, [digest]).changes] == [digest]


def test_a_change_that_is_held_no_more_is_looked_for_in_the_whole_plan(plan: Plan) -> None:
    digest = str(change(_PEOPLE[-1], held=True)["digest"])
    assert chunks_near(plan, [digest]) is None
    assert [one["digest"] for one in chosen_in(plan, [digest]).changes] == [digest]


def test_a_plan_in_another_order_is_read_as_a_whole(target: Target) -> None:
    numbers = [*reversed(_PEOPLE)]
    plan = kept(target.portal, [change(number, held=True) for number in numbers], "beef")
    digest = _held(target, numbers[CHUNK + 3])
    assert [one["digest"] for one in chosen_in(plan, [digest]).changes] == [digest]


def test_an_empty_plan_holds_nothing(target: Target) -> None:
    digest = _held(target, 7)
    assert chunks_near(kept(target.portal, [], "fade"), [digest]) == set()


def test_few_chunks_are_read(plan: Plan, target: Target) -> None:
    digest = _held(target, _PEOPLE[3 * CHUNK])
    with CaptureQueriesContext(connection) as asked:
        chunks_near(plan, [digest])
    assert len(asked) <= 6
