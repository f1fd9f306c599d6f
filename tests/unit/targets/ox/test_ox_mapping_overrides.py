"""Overrides of the mapping: what they change, what is refused, and the connector's own file."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox.fields import ALL_RULES, DEFAULT_RULES
from stellwerk.targets.ox.mapping import UserSettings, user_fields
from stellwerk.targets.ox.mapping_file import BadMappingFile, overrides_of
from stellwerk.targets.ox.mapping_overrides import (
    REQUIRED,
    BadMapping,
    check_override,
    override_of,
    rules_with,
)

ANNA = {
    "username": ["anna"],
    "firstname": ["Anna"],
    "lastname": ["Muster"],
    "mailPrimaryAddress": ["anna@example.org"],
    "mailAlternativeAddress": ["a@example.org", "b@example.org"],
    "oxMore": ["c@example.org"],
    "roomNumber": ["C 1"],
    "oxBorn": ["02.01.1980"],
    "description": ["about"],
}
_PYTHON_NAMES = {"employeeType": "employee_type", "maxQuota": "max_quota"}


def fields(**overrides: list[str]) -> dict[str, Any]:
    return user_fields(ANNA, {}, UserSettings(rules=rules_with(overrides))).fields


def row(attribute: str | None, *others: str, **more: Any) -> dict[str, Any]:
    """A row as the connector's own tool writes it."""
    usual = {"nillable": True, "multi_value": False, "special_handling": "DEFAULT"}
    row = {"ldap_attribute": attribute, "alternative_attributes": list(others), "position": None}
    return {**row, **usual, **more}


def table(**changed: dict[str, Any] | None) -> str:
    """The connector's default table with some rows changed, or taken out (None)."""
    rows: dict[str, Any] = {}
    for rule in DEFAULT_RULES:
        attribute, _, number = rule.sources[0].rstrip("]").partition("[")
        found = row(attribute, *rule.sources[1:], position=int(number) if number else None)
        rows[_PYTHON_NAMES.get(rule.field, rule.field)] = found
    rows["aliases"]["multi_value"] = True
    rows |= {name: row("mailHomeServer") for name in ("imap_server", "smtp_server")}
    rows |= {"used_quota": row("oxUserQuota")} | changed
    return json.dumps({name: one for name, one in rows.items() if one is not None}, indent=4)


def test_without_overrides_the_table_is_the_table() -> None:
    assert rules_with({}) == DEFAULT_RULES
    assert {rule.field for rule in DEFAULT_RULES} < {rule.field for rule in ALL_RULES}


def test_a_field_can_be_made_of_something_else_or_left_alone() -> None:
    found = fields(
        room_number=["oxRoom", "roomNumber"],
        company=["=Town"],
        userfield01=["{lastname}/{roomNumber}"],
        info=["description"],
        birthday=["oxBorn"],
        note=[],
    )
    assert found["room_number"] == "C 1"
    assert found["company"] == "Town"
    assert found["userfield01"] == "Muster/C 1"
    assert found["info"] == "about"
    assert found["birthday"] == "1980-01-02"
    assert "note" not in found
    assert "note" in fields()
    assert "info" not in fields()


def test_aliases_come_from_all_of_their_properties() -> None:
    found = fields(aliases=["mailAlternativeAddress", "oxMore", "{username}.x@example.org"])
    assert found["aliases"] == [
        "anna@example.org", "a@example.org", "anna.x@example.org", "b@example.org",
        "c@example.org",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "sources", "said"),
    [
        ("rooms", ["roomNumber"], "no such field"),
        ("imapLogin", ["roomNumber"], "no such field"),
        ("password", ["=x"], "no such field"),
        ("email1", [], "demands"),
        ("note", ["{"], "stands alone"),
        ("note", ["a"] * 9, "alternatives"),
        ("image1", ["=x"], "picture"),
    ],
)
def test_what_cannot_be_mapped_is_refused(field: str, sources: list[str], said: str) -> None:
    with pytest.raises(BadMapping, match=said):
        check_override(field, sources)


def test_what_the_table_says_anyway_is_no_override() -> None:
    assert override_of("telephone_business1", ["phone"]) is None
    assert override_of("room_number", ["roomNumber"]) is None
    assert override_of("room_number", ["oxRoom"]) == ["oxRoom"]


def test_a_login_of_several_values_is_refused() -> None:
    several = {**ANNA, "employeeNumber": ["1", "2"]}
    found = user_fields(several, {}, UserSettings(identifier="employeeNumber"))
    assert [one.code for one in found.problems] == ["login-ambiguous"]


def test_the_connectors_default_file_changes_nothing() -> None:
    assert overrides_of(table()) == {}


def test_the_connectors_file_becomes_overrides() -> None:
    found = overrides_of(
        table(
            userfield01=row("description"),
            email1=row("oxMail", "mailPrimaryAddress"),
            note=row(None),
            employee_type=row("oxType"),
            telephone_home2=row("homeTelephoneNumber", position=2),
            branches=None,
        )
    )
    assert found == {
        "userfield01": ["description"],
        "email1": ["oxMail", "mailPrimaryAddress"],
        "note": [],
        "employeeType": ["oxType"],
        "telephone_home2": ["homeTelephoneNumber[2]"],
        "branches": [],
    }


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"rooms": row("roomNumber")}, "rooms", "no such field"),
        ({"email1": row(None)}, "email1", "demands"),
        ({"email1": None}, "email1", "missing"),
        ({"note": row("a b")}, "note", "names no property"),
        ({"note": row("{lastname}")}, "note", "names no property"),
        ({"note": row("oxNote", position="1")}, "note", "position"),
        ({"note": row("oxNote", position=True)}, "note", "position"),
        ({"note": row("oxNote", more=1)}, "note", "not known"),
        ({"note": row("oxNote", multi_value=True)}, "note", "one value"),
        ({"imap_server": row("oxServer")}, "imap_server", "cannot be mapped"),
        ({"note": 5}, "note", "no row"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(changed: Any, field: str, said: str) -> None:
    text = table(**changed)
    with pytest.raises(BadMappingFile) as caught:
        overrides_of(text)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert said in problem.text
    if said != "missing":
        assert f'"{field}"' in text.splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    ("text", "line"), [("", 1), ("[]", 1), ('{\n"note": {,}\n}', 2), ("[" * 100_000, 1)]
)
def test_what_is_no_such_file_is_refused(text: str, line: int) -> None:
    with pytest.raises(BadMappingFile) as caught:
        overrides_of(text)
    assert caught.value.problems[0].line == line


def test_a_row_given_twice_is_refused() -> None:
    text = table().replace('"company": {', '"note": {', 1)
    with pytest.raises(BadMappingFile, match="twice"):
        overrides_of(text)


@given(st.integers(0, 20_000), st.integers(0, 300), st.text(max_size=20))
def test_a_file_with_a_piece_replaced_is_taken_or_refused(at: int, cut: int, text: str) -> None:
    whole = table()
    try:
        found = overrides_of(whole[:at] + text + whole[at + cut :])
    except BadMappingFile:
        return
    for field, sources in found.items():
        check_override(field, sources)
        assert sources or field not in REQUIRED


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["ldap_attribute", "position", "note", "email1"]), inner
            )
        ),
    )
)
def test_any_json_is_taken_or_refused(value: Any) -> None:
    with pytest.raises(BadMappingFile):
        overrides_of(json.dumps(value))
