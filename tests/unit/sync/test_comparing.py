"""What is wanted against what is there: nothing when equal, and applying it brings it about."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sync.comparing import difference
from stellwerk.targets.ox.access import ACCESS
from stellwerk.targets.ox.fields import DEFAULT_RULES, Form

_TEXTS = [rule.field for rule in DEFAULT_RULES if rule.form is Form.TEXT]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=6)
FLAGS = st.lists(st.sampled_from(["webmail", "contacts", "calendar"]), unique=True).map(sorted)


@st.composite
def users(draw: st.DrawFn) -> dict[str, Any]:
    """A whole field map of a user, as the mapping makes it."""
    mail = draw(st.sampled_from(["a@x.y", "b@x.y"]))
    aliases = draw(st.lists(st.sampled_from(["c@x.y", "d@x.y"]), unique=True))
    fields: dict[str, Any] = {name: draw(TEXT) for name in _TEXTS[:6]}
    fields |= {"display_name": draw(TEXT.filter(bool)), "name": "anna", ACCESS: draw(FLAGS)}
    fields |= dict.fromkeys(("email1", "primaryEmail", "defaultSenderAddress"), mail)
    return {
        **fields,
        "aliases": [mail, *aliases],
        "mailenabled": draw(st.sampled_from(["true", "false"])),
    }


@given(users())
def test_nothing_differs_where_what_is_wanted_is_there(user: dict[str, Any]) -> None:
    assert difference(user, dict(user), True) == {}


@given(users(), users())
def test_what_differs_once_applied_leaves_nothing(
    applied: dict[str, Any], wanted: dict[str, Any]
) -> None:
    sent = {name: new for name, (_, new) in difference(wanted, applied, True).items()}
    assert difference(wanted, {**applied, **sent}, True) == {}
    for name, value in wanted.items():
        assert {**applied, **sent}[name] == value


@given(users(), users())
def test_only_what_differs_is_in_it_with_its_old_value(
    applied: dict[str, Any], wanted: dict[str, Any]
) -> None:
    together = {"email1", "primaryEmail", "defaultSenderAddress", "aliases"}
    for name, (old, new) in difference(wanted, applied, True).items():
        assert old == applied[name]
        assert new == wanted[name]
        assert old != new or name in together


@given(users())
def test_a_new_account_gets_everything_that_is_not_empty(user: dict[str, Any]) -> None:
    found = difference(user, {}, True)
    assert {name: new for name, (_, new) in found.items()} == {
        name: value for name, value in user.items() if value not in ("", [])
    }


@given(st.dictionaries(st.sampled_from(["name", "displayname"]), TEXT))
def test_a_group_that_is_as_wanted_is_left_alone(fields: dict[str, str]) -> None:
    assert difference(fields, dict(fields), False) == {} or not any(fields.values())
