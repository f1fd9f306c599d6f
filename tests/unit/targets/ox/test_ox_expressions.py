"""Expressions: what they come to, what is refused, and that nothing else can happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox.expressions import LONGEST, BadExpression, expression

PERSON = {
    "firstname": ["Anna"],
    "lastname": ["Muster"],
    "phone": ["1", "2"],
    "birthday": ["1980-01-02"],
    "isOxUser": ["OK"],
    "oxNote": ["{lastname}"],
}


def value(name: str, index: int) -> str:
    values = PERSON.get(name, [])
    return values[index] if index < len(values) else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("firstname", "Anna"),
        ("phone[1]", "2"),
        ("phone[2]", ""),
        ("nothing", ""),
        ("=Town of X, {firstname}", "Town of X, {firstname}"),
        ("{lastname}, {firstname}", "Muster, Anna"),
        ("{title} {lastname}", "Muster"),
        ("Room {roomNumber}", ""),
        ("{{{lastname}}}", "{Muster}"),
        ("{phone[1]}", "2"),
        ("{birthday|date}", "1980-01-02"),
        ("{birthday|date:DD.MM.YYYY}", "02.01.1980"),
        ("{lastname|date:YYYY}", "Muster"),
        ("{isOxUser|bool:yes:no}", "yes"),
        ("{title|bool:yes:no}", "no"),
        ("{title|bool:yes:}", ""),
        ("{oxNote}", "{lastname}"),
    ],
)
def test_what_an_expression_comes_to(text: str, expected: str) -> None:
    assert expression(text).text(value) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("=", "no text"),
        ("first name", "no name of a property"),
        ("phone[-1]", "no name of a property"),
        ("phone[100]", "no name of a property"),
        ("{}", "empty"),
        ("{lastname", "stands alone"),
        ("lastname}", "stands alone"),
        ("{lastname|upper}", "no form"),
        ("{lastname.__class__}", "no name of a property"),
        ("{lastname!r}", "no name of a property"),
        ("{birthday|date:x}", "none of YYYY"),
        ("{isOxUser|bool:yes}", "write"),
        ("a\x00", "control character"),
        ("=" + "x" * LONGEST, "are the most"),
        ("{a}" * 17, "more than 16"),
    ],
)
def test_what_is_no_expression_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(BadExpression, match=said.replace("|", r"\|")):
        expression(text)


@given(st.text(max_size=60) | st.text("{}|:[]=ab01", max_size=30))
def test_any_text_is_an_expression_or_is_refused(text: str) -> None:
    try:
        found = expression(text)
    except BadExpression:
        return
    assert isinstance(found.text(value), str)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_values_are_never_looked_into(content: str) -> None:
    assert expression("{x}").text(lambda _name, _index: content) == content
    assert expression("<{x}>").text(lambda _name, _index: content) == (
        f"<{content}>" if content.strip() else ""
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_a_fixed_text_is_that_text_without_blanks_around_it(content: str) -> None:
    if content.strip():
        assert expression(f"={content}").text(value) == content.strip()
