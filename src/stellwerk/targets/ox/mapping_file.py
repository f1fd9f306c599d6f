"""The `AttributeMapping.json` of Univention's OX Connector, as overrides of our table. Pure.

It replaces the connector's whole table: per field `ldap_attribute` (null: not carried over),
`alternative_attributes`, `position` (which of several values), and marks that follow from the
field. Fields have the names of the connector's own classes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stellwerk.targets.ox.fields import DEFAULT_RULES
from stellwerk.targets.ox.mapping_overrides import REQUIRED, BadMapping, override_of

LONGEST = 1_000_000
"""Characters; the connector's own table has 20,000."""

_NAMES = {"employee_type": "employeeType", "max_quota": "maxQuota"}
_ELSEWHERE = {
    "imap_server": "mailHomeServer",
    "smtp_server": "mailHomeServer",
    "used_quota": "oxUserQuota",
}
"""Rows of the connector that are no rows of our table: servers follow mailHomeServer by a rule of
their own, and the quota somebody used is OX's to know."""
_KEYS = {
    "ldap_attribute",
    "nillable",
    "multi_value",
    "special_handling",
    "alternative_attributes",
    "position",
}


@dataclass(frozen=True, slots=True)
class MappingProblem:
    """What is wrong, on which line (from 1), at which field, and what to do."""

    line: int
    field: str
    text: str
    hint: str


class BadMappingFile(ValueError):
    """The file cannot be taken over; `problems` has everything that is wrong in it."""

    def __init__(self, problems: list[MappingProblem]) -> None:
        super().__init__("; ".join(f"line {p.line}: {p.field}: {p.text}" for p in problems))
        self.problems = problems


def overrides_of(text: str) -> dict[str, list[str]]:
    """The overrides that make our table say what the file says. Raises BadMappingFile."""
    if len(text) > LONGEST:
        hint = "Name the right file."
        raise BadMappingFile([MappingProblem(1, "", f"larger than {LONGEST} characters", hint)])
    problems: list[MappingProblem] = []
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for line, name, value in _members(text):
        field = _NAMES.get(name, name)
        try:
            if field in seen:
                raise BadMapping("this field is there twice", "Take one of them out.")
            seen.add(field)
            if name in _ELSEWHERE:
                _check_elsewhere(name, value)
                continue
            override = override_of(field, _sources(name, value))
        except BadMapping as error:
            problems.append(MappingProblem(line, name, str(error), error.hint))
            continue
        if override is not None:
            found[field] = override
    last = text.count("\n") + 1
    for field in sorted(REQUIRED - seen):
        hint = "The file replaces the whole table; it must name this field."
        problems.append(MappingProblem(last, field, "this field is missing", hint))
    if problems:
        raise BadMappingFile(problems)
    absent = (rule.field for rule in DEFAULT_RULES if rule.field not in seen)
    return found | {field: [] for field in absent}


def _check_elsewhere(name: str, value: Any) -> None:
    if _sources(name, value) not in ([], [_ELSEWHERE[name]]):
        hint = f"Leave it at {_ELSEWHERE[name]}, or set the servers in the target's settings."
        raise BadMapping("this field cannot be mapped here", hint)


def _sources(name: str, value: Any) -> list[str]:
    """The properties of one row, in the order they are tried."""
    hint = "Write the file with change_attribute_mapping.py."
    if not isinstance(value, dict) or "ldap_attribute" not in value:
        raise BadMapping("this is no row with ldap_attribute", hint)
    if unknown := sorted(set(value) - _KEYS):
        raise BadMapping(f"{unknown[0]!r} is not known", hint)
    position, others = value.get("position"), value.get("alternative_attributes") or []
    if value.get("multi_value") and name != "aliases":
        raise BadMapping("this field holds one value", "Take multi_value out.")
    if position is not None and (type(position) is not int or not 0 <= position <= 99):
        raise BadMapping("position is no number from 0 to 99", hint)
    if not isinstance(others, list):
        raise BadMapping("alternative_attributes is no list", hint)
    wanted = [one for one in (value["ldap_attribute"], *others) if one is not None]
    if not all(isinstance(one, str) and one.replace("-", "_").isidentifier() for one in wanted):
        raise BadMapping("this names no property", hint)
    return [one if position is None else f"{one}[{position}]" for one in wanted]


def _members(text: str) -> Iterator[tuple[int, str, Any]]:
    """Line, name and value of each member of the outer object, doubled names included."""
    decoder = json.JSONDecoder()
    at = _blank(text, 0)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(error.lineno, f"this is no JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise _damaged(1, "this is no JSON that can be read") from error
    if text[at : at + 1] != "{":
        raise _damaged(1, "this is no JSON object")
    at = _blank(text, at + 1)
    while text[at] != "}":
        line = text.count("\n", 0, at) + 1
        name, at = decoder.raw_decode(text, at)
        at = _blank(text, _blank(text, at) + 1)
        value, at = decoder.raw_decode(text, at)
        yield line, name, value
        at = _blank(text, at)
        if text[at] == ",":
            at = _blank(text, at + 1)


def _blank(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\t", "\r", "\n"}:
        at += 1
    return at


def _damaged(line: int, text: str) -> BadMappingFile:
    hint = "Take it from the connector's data folder again."
    return BadMappingFile([MappingProblem(line, "", text, hint)])
