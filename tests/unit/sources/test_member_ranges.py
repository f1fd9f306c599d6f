"""Long member lists of Active Directory, from canned answers."""

import pytest

from stellwerk.sources.dialects.dialect import BadEntry
from stellwerk.sources.ldap.ranges import complete_ranges


def test_all_pieces_are_fetched_in_order() -> None:
    asked = []
    answers = {
        "member;range=2-*": {"member;range=2-3": [b"c", b"d"]},
        "member;range=4-*": {"Member;Range=4-*": [b"e"]},
    }

    def fetch(name: str) -> dict[str, list[bytes]]:
        asked.append(name)
        return answers[name]

    entry = {"cn": [b"g"], "member": [], "member;range=0-1": [b"a", b"b"]}
    complete_ranges(entry, fetch)
    assert entry == {"cn": [b"g"], "member": [b"a", b"b", b"c", b"d", b"e"]}
    assert asked == list(answers)


def test_an_entry_without_ranges_is_left_alone() -> None:
    entry = {"member": [b"a"]}
    complete_ranges(entry, lambda _name: {})
    assert entry == {"member": [b"a"]}


def test_a_missing_piece_is_not_taken_for_the_end() -> None:
    with pytest.raises(BadEntry, match="from number 1 on"):
        complete_ranges({"member;range=0-0": [b"a"]}, lambda _name: {})
