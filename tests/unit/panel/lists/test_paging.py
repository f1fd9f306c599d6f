import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stellwerk.panel.lists.paging import Page, page_of
from stellwerk.people.models import Person
from tests.browsing import portal


def asked(address: str, *, descending: bool, size: int) -> Page[Person]:
    request = RequestFactory().get(f"/people/{address}")
    return page_of(
        request, Person.objects.all(), by="display_name", descending=descending, size=size
    )


class Walks(TestCase):
    """Whoever walks through all pages sees every row once, in order, forwards and back."""

    @settings(max_examples=40, deadline=None)
    @given(
        names=st.lists(st.sampled_from("abc"), max_size=12),
        size=st.integers(1, 5),
        descending=st.booleans(),
    )
    def test_forwards_and_back(self, names: list[str], size: int, descending: bool) -> None:
        here = portal()
        for number, name in enumerate(names):
            Person.objects.create(
                portal=here, login=f"p{number}", login_key=f"p{number}", display_name=name
            )
        sign = "-" if descending else ""
        wanted = [row.pk for row in Person.objects.order_by(f"{sign}display_name", f"{sign}pk")]
        page = asked("?q=x", descending=descending, size=size)
        assert not page.previous
        pages = [page]
        while pages[-1].following:
            assert "q=x" in pages[-1].following
            pages.append(asked(pages[-1].following, descending=descending, size=size))
        assert [row.pk for page in pages for row in page.rows] == wanted
        for later, earlier in zip(pages[:0:-1], pages[-2::-1], strict=True):
            back = asked(later.previous, descending=descending, size=size)
            assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
            assert bool(back.previous) == bool(earlier.previous)


@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "WzEsMiwzXQ", "W251bGwsMV0", "%00"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with pytest.raises(BadRequest):
        asked(f"?after={cursor}", descending=False, size=5)


@pytest.mark.django_db
def test_a_deep_page_uses_the_index() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        asked("?after=WyJhIiwxXQ", descending=False, size=5)
    assert ">=" in queries[0]["sql"]
    assert "OFFSET" not in queries[0]["sql"]
