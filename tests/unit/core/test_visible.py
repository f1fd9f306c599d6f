"""What steers a terminal or turns the reading direction is written out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.core.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Müller 😀 👩‍👧 日本", "Müller 😀 👩‍👧 日本"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[2Jgone", "<U+001B>[2Jgone"),
        ("over\rwritten", "over<U+000D>written"),
        ("\x9b31m", "<U+009B>31m"),
        ("invoice\u202egnp.exe", "invoice<U+202E>gnp.exe"),
        ("a\u200fb\u2066c", "a<U+200F>b<U+2066>c"),
        ("\0", "<U+0000>"),
    ],
)
def test_what_steers_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_steers_is_left_and_it_can_be_done_twice(text: str) -> None:
    shown = visible(text)
    assert not any(char in shown for char in "\x1b\x9b\r\x07\u202e\u2067")
    assert visible(shown) == shown
