"""Names folded to the characters OX allows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox.names import (
    LIMIT,
    fold_context_name,
    fold_group_name,
    group_display_name,
    is_context_id,
    with_suffix,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Straßen & Grünflächen", "Strassen und Gruenflaechen"),
        ("Straßen&Grünflächen", "Strassen und Gruenflaechen"),
        ("A  &  B", "A und B"),
        ("ÄÖÜ äöü ẞ ß", "AeOeUe aeoeue SS ss"),
        ("A\u0308mter", "Aemter"),
        ("Café Ångström Łódź Æro", "Cafe Angstroem Lodz Aero"),
        ("Bau/Hoch- und Tiefbau (Amt 61)", "Bau-Hoch- und Tiefbau -Amt 61"),
        ("Team, Leitung: 'Süd'", "Team- Leitung- -Sued"),
        ("日本 Team", "Team"),
        ("Team 😀😀 x", "Team - x"),
        ("Domain Users", "Domain Users"),
        ("a--b_c@d+e%f$g.h", "a--b_c@d+e%f$g.h"),
        ("  Rand  ", "Rand"),
        ("users", "users-group"),
        ("Users", "users-group"),
        ("üsers", "uesers"),
        ("", "group"),
        ("&", "und"),
        ("😀", "group"),
        ("x" * 70, "x" * 64),
        ("ß" * 40, "ss" * 32),
    ],
)
def test_group_names(text: str, name: str) -> None:
    assert fold_group_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Stadt Köln", "Stadt-Koeln"),
        ("Stadt & Land", "Stadt-und-Land"),
        ("verwaltung@stadt", "verwaltung-stadt"),
        ("20", "context-20"),
        ("context20", "context20"),
        ("", "context"),
        ("/", "context"),
    ],
)
def test_context_names(text: str, name: str) -> None:
    assert fold_context_name(text) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Straßen & Grünflächen 😀", "Straßen & Grünflächen 😀"),
        ("a\x01b\x1b[2J\x00\ufffe", "ab[2J"),
        ("  \x02 ", ""),
        ("Te\u202eam", "Te\u202eam"),
        ("x" * 127 + " y", "x" * 127),
    ],
)
def test_a_groups_display_name_keeps_all_that_xml_can_carry(text: str, shown: str) -> None:
    assert group_display_name(text) == shown


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("10", True),
        ("2147483647", True),
        ("2147483648", False),
        ("0", False),
        ("-1", False),
        ("010", False),
        ("１０", False),
        ("²", False),
        ("9" * 5_000, False),
        ("", False),
        ("ten", False),
    ],
)
def test_what_counts_as_a_context_id(text: str, good: bool) -> None:
    assert is_context_id(text) is good


@given(st.text())
def test_a_folded_name_is_always_allowed_and_stays_as_it_is(text: str) -> None:
    group = fold_group_name(text)
    assert re.fullmatch(r"[ $@%.+a-zA-Z0-9_-]{1,64}", group)
    assert group.casefold() != "users"
    assert fold_group_name(group) == group
    context = fold_context_name(text)
    assert re.fullmatch(r"[$%.+a-zA-Z0-9_-]{1,64}", context)
    assert not context.isdigit()
    assert fold_context_name(context) == context


@pytest.mark.parametrize(
    ("name", "suffix", "limit", "expected"),
    [
        ("Anna", " (anna)", 320, "Anna (anna)"),
        ("x" * 320, " (anna)", 320, "x" * 313 + " (anna)"),
        ("ab cd", "-2", 5, "ab-2"),
        ("ab", "-2345", 3, "-2345"),
    ],
)
def test_a_suffix_is_never_cut_off(name: str, suffix: str, limit: int, expected: str) -> None:
    assert with_suffix(name, suffix, limit) == expected
    assert LIMIT == 64
