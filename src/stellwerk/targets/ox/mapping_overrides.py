"""What an organisation changes in the table of `fields`: overrides by field. Pure.

An override is a list of expressions, tried in order in place of the table's; an empty list takes
the field out of the mapping, so that what OX holds in it is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stellwerk.targets.ox.expressions import BadExpression, expression
from stellwerk.targets.ox.fields import ALL_RULES, DEFAULT_RULES, Form, Rule

Overrides = Mapping[str, Sequence[str]]

MOST = 8
"""Alternatives a field may have."""
REQUIRED = frozenset({"display_name", "given_name", "sur_name", "email1"})
"""Fields without which OX takes nobody."""

_RULES = {rule.field: rule for rule in ALL_RULES}


class BadMapping(ValueError):
    """A field that cannot be mapped so; `hint` says what can."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.hint = hint


def check_override(field: str, sources: Sequence[str]) -> None:
    """Raises BadMapping if this field cannot be made of these expressions."""
    rule = _RULES.get(field)
    if rule is None:
        raise BadMapping("there is no such field", "stellwerk mapping lists all there are.")
    if not sources and field in REQUIRED:
        raise BadMapping("OX demands this field", "Name a property it can be taken from.")
    if len(sources) > MOST:
        raise BadMapping(f"{len(sources)} alternatives; {MOST} are the most", "Leave some out.")
    for source in sources:
        try:
            found = expression(source)
        except BadExpression as error:
            hint = "Write a property, =fixed text, or a template like {lastname}, {firstname}."
            raise BadMapping(str(error), hint) from error
        if rule.form is Form.PHOTO and not found.plain:
            raise BadMapping("a picture can only be taken as it is", "Name one property.")


def override_of(field: str, sources: Sequence[str]) -> list[str] | None:
    """The override that makes a field of these expressions, None if that is what the table says.

    Raises BadMapping.
    """
    check_override(field, sources)
    if tuple(map(_plain, sources)) == tuple(map(_plain, _RULES[field].sources)):
        return None
    return list(sources)


def rules_with(overrides: Overrides) -> tuple[Rule, ...]:
    """The table with these overrides in it."""
    if not overrides:
        return DEFAULT_RULES
    return tuple(
        replace(rule, sources=sources)
        for rule in ALL_RULES
        if (sources := tuple(overrides.get(rule.field, rule.sources)))
    )


def _plain(source: str) -> str:
    return source.removesuffix("[0]")
