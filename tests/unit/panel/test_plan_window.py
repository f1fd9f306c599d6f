"""Pages of a long plan, against the plain list of its changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stellwerk.panel.pages.plans import window as windows
from stellwerk.panel.pages.plans.window import SIZE, Search, window
from tests.browsing import portal
from tests.unit.panel.plan_case import change, kept

_ACTIONS = ("create", "update", "disable")
_SEARCHES = (
    Search(),
    Search(action="disable"),
    Search(held="held"),
    Search(held="free", target="zwei"),
    Search(text="MÜLLER"),
    Search(text='ein "Wort"'),
    Search(action="create", text="p1"),
)


def _made(kinds: list[int]) -> list[dict[str, object]]:
    return [
        change(
            number,
            action=_ACTIONS[kind % 3],
            target="zwei" if kind % 5 == 0 else "ox",
            held=kind % 7 == 0,
            fields={"sur_name": ("", "Müller" if kind % 4 else 'ein "Wort" ,{"target":"')},
        )
        for number, kind in enumerate(kinds)
    ]


class Windows(TestCase):
    """Every page of every search, forwards and backwards."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 1300))
    def test_pages_hold_exactly_what_is_searched_for(self, seed: list[int], length: int) -> None:
        kinds = [seed[i % len(seed)] * 13 + i for i in range(length)] if seed else []
        changes = _made(kinds)
        row = kept(portal(f"P{len(changes)}-{seed}"), changes)
        for search in _SEARCHES:
            wanted = [n for n, one in enumerate(changes) if search.matches(one)]
            found: list[int] = []
            pages = []
            after: int | None = -1
            while after is not None:
                page = window(row, search, after=after)
                pages.append([n for n, _ in page.rows])
                found += pages[-1]
                assert len(page.rows) <= SIZE
                after = page.last
            assert found == wanted
            first = window(row, search, after=found[-1]).first if found else None
            back: list[int] = []
            while first is not None:
                page = window(row, search, before=first)
                back = [n for n, _ in page.rows] + back
                first = page.first
            assert back == wanted


@pytest.mark.django_db
def test_a_rare_match_in_a_long_plan_is_looked_for_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(windows, "SCAN", 2)
    changes = [change(n, action="disable" if n == 2400 else "update") for n in range(2500)]
    row = kept(portal(), changes)
    page = window(row, Search(action="disable"))
    assert (page.rows, page.last, page.unfinished) == ([], 999, True)
    page = window(row, Search(action="disable"), after=999)
    assert (page.rows, page.last, page.unfinished) == ([], 1999, True)
    page = window(row, Search(action="disable"), after=1999)
    assert [n for n, _ in page.rows] == [2400]
    assert not page.unfinished
    assert page.last is None
