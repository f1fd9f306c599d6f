"""Keyset paging: the next page begins after the last row, however deep it lies."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and the addresses of the pages before and after ("" at an end)."""

    rows: Sequence[Row]
    previous: str
    following: str


def page_of(
    request: HttpRequest,
    rows: QuerySet[Row],
    *,
    by: str,
    descending: bool = False,
    size: int = SIZE,
) -> Page[Row]:
    """The page a request asks for, sorted by a column and then by primary key.

    An index on (whatever the rows are filtered by, ``by``, id) makes each page cost the same. The
    address keeps its other parameters. Raises BadRequest for a cursor that is none.
    """
    backwards = "before" in request.GET
    given = request.GET.get("before" if backwards else "after", "")
    falling = descending != backwards
    sign = "-" if falling else ""
    chosen = rows.order_by(f"{sign}{by}", f"{sign}pk")
    if given:
        chosen = chosen.filter(_beyond(by, *_read(given), falling=falling))
    found = list(chosen[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first = _address(request, "before", by, found[0]) if found else ""
    last = _address(request, "after", by, found[-1]) if found else ""
    has_previous = more if backwards else bool(given)
    has_following = True if backwards else more
    return Page(found, first if has_previous else "", last if has_following else "")


def _beyond(by: str, value: Any, pk: int, *, falling: bool) -> Q:
    """Rows past a key. Written so that the index is used: the plain OR would scan."""
    word = "lt" if falling else "gt"
    return Q(**{f"{by}__{word}e": value}) & (
        Q(**{f"{by}__{word}": value}) | Q(**{f"pk__{word}": pk})
    )


def cursor(value: Any, pk: int) -> str:
    """How an address names a row: by what the list is sorted by, and its primary key."""
    key = json.dumps([value.isoformat() if hasattr(value, "isoformat") else value, pk])
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _address(request: HttpRequest, word: str, by: str, row: Model) -> str:
    parameters = request.GET.copy()
    for name in ("before", "after"):
        parameters.pop(name, None)
    parameters[word] = cursor(getattr(row, by), row.pk)
    return f"?{parameters.urlencode()}"


def _read(given: str) -> tuple[str | int, int]:
    try:
        value, pk = json.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
    except (binascii.Error, ValueError, TypeError):
        raise BadRequest("The address names no page.") from None
    if not isinstance(value, str | int) or not isinstance(pk, int):
        raise BadRequest("The address names no page.")
    return value, pk
