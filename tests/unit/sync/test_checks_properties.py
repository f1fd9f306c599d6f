"""Whether what a target's settings name exists in the directory, told before anybody is sent."""

import pytest

from stellwerk.core.check import State
from stellwerk.sources.base import ReadRecord
from stellwerk.sync.checks_properties import check_properties
from stellwerk.sync.wanted import World
from stellwerk.targets.ox.mapping import UserSettings
from stellwerk.targets.ox.mapping_overrides import rules_with
from tests.factories import person_record

PEOPLE: list[ReadRecord] = [
    person_record("anna", employeeNumber="1", phone=["1", "2"]),
    person_record("bert", employeeNumber="2"),
]


def found(**settings: object) -> dict[str, State]:
    overrides = settings.pop("mapping", {})
    assert isinstance(overrides, dict)
    user = UserSettings(rules=rules_with(overrides), **settings)  # type: ignore[arg-type]
    world = World(1, "ox", False, [], {}, {}, user)
    return {one.what: one.state for one in check_properties(world, {"directory": PEOPLE})}


@pytest.mark.parametrize(
    ("identifier", "state"),
    [("employeeNumber", State.OK), ("phone", State.FAIL), ("employeNumber", State.FAIL)],
)
def test_an_identifier_is_a_property_with_one_value(identifier: str, state: State) -> None:
    assert found(identifier=identifier) == {"identifier": state}


def test_what_nobody_has_is_named() -> None:
    assert found(imap_login="{user}*admin") == {"imap_login": State.WARN}
    mapping = {"note": ["abuot"], "company": ["oxRoom", "employeeNumber"], "url": ["=x"]}
    assert found(imap_login="{username}", mapping=mapping) == {"mapping of note": State.WARN}


def test_the_default_is_not_questioned() -> None:
    assert found() == {}
