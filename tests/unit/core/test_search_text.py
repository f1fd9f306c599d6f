from hypothesis import given
from hypothesis import strategies as st

from stellwerk.core.fold import fold, search_text


def test_umlauts_are_found_however_they_are_written() -> None:
    line = search_text("jörg.müller", "Jörg Müller", "jm@lindenau.example")
    for word in ("jörg", "joerg", "jorg", "mueller", "muller", "MÜLLER", "lindenau"):
        assert fold(word) in line, word


def test_a_word_that_occurs_in_another_is_kept_once() -> None:
    line = search_text("anna.becker", "Anna Becker", "anna.becker@lindenau.example")
    assert line == "anna.becker@lindenau.example"


@given(st.lists(st.text("aäbß .", max_size=12), max_size=4))
def test_every_word_of_every_part_is_found(parts: list[str]) -> None:
    line = search_text(*parts)
    assert all(word in line for part in parts for word in fold(part).split())
