"""A page of a stored plan's changes, read from the chunks it is kept in.

A position is the number of a change in its plan. A search looks through a bounded part of the plan
for each page, and says where it goes on: no page takes longer because the plan is long.
"""

import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stellwerk.sync import plan as plans
from stellwerk.sync.models import Plan, PlanChunk

SIZE = 50
CHUNK = 500
"""Changes in every chunk but the last."""
SCAN = 20
"""So many chunks are looked through for one page at most."""
_BEGIN = '{"target":"'


@dataclass(frozen=True, slots=True)
class Search:
    """What changes are looked for; empty is anything. `held` is "held" or "free"."""

    action: str = ""
    target: str = ""
    held: str = ""
    text: str = ""

    def may_be_in(self, chunk: str) -> bool:
        """Whether the JSON of a chunk or a change could match: most are put aside unread."""
        if self.action and f'"action":"{self.action}"' not in chunk:
            return False
        if self.held and f'"held":{"true" if self.held == "held" else "false"}' not in chunk:
            return False
        if self.target and f'"target":{_quoted(self.target)}' not in chunk:
            return False
        return not self.text or _quoted(self.text.casefold())[1:-1] in chunk.casefold()

    def matches(self, change: Mapping[str, Any]) -> bool:
        """Whether this change is one of those looked for."""
        if self.action and change["action"] != self.action:
            return False
        if self.held and change["held"] != (self.held == "held"):
            return False
        if self.target and change["target"] != self.target:
            return False
        return not self.text or self.text.casefold() in _words(change)


@dataclass(frozen=True, slots=True)
class Window:
    """The changes of one page with their positions. `first` and `last` are where the pages before
    and after go on (None at an end); `unfinished`: the search has not seen all yet.
    """

    rows: list[tuple[int, dict[str, Any]]]
    first: int | None
    last: int | None
    unfinished: bool


def window(plan: Plan, search: Search, *, after: int = -1, before: int | None = None) -> Window:
    """The page after a position, or the one before it."""
    backwards = before is not None
    found: list[tuple[int, dict[str, Any]]] = []
    seen = before if before is not None else after
    whole = True
    for number, text in _chunks(plan, after, before):
        if number is None:
            whole = False
            break
        start = number * CHUNK
        if search.may_be_in(text):
            numbered = list(enumerate(pieces(text), start))
            for position, piece in reversed(numbered) if backwards else numbered:
                inside = position < before if before is not None else position > after
                if not inside or not search.may_be_in(piece):
                    continue
                change = plans.read(json.loads(piece))
                if search.matches(change):
                    found.append((position, change))
                if len(found) > SIZE:
                    break
        seen = start if backwards else start + CHUNK - 1
        if len(found) > SIZE:
            break
    more, found = len(found) > SIZE or not whole, found[:SIZE]
    end = found[-1][0] if len(found) == SIZE else seen
    if backwards:
        found.reverse()
        return Window(found, end if more else None, (before or 0) - 1, not whole)
    return Window(found, after + 1 if after >= 0 else None, end if more else None, not whole)


def held_changes(plan: Plan, only: Collection[int] | None = None) -> Iterator[dict[str, Any]]:
    """What a plan shows as held: everything, or what stands in some of its chunks."""
    search = Search(held="held")
    rows = plan.chunks.order_by("number")
    if only is not None:
        rows = rows.filter(number__in=only)
    for chunk in rows.iterator(chunk_size=4):
        text = text_of(chunk)
        if search.may_be_in(text):
            some = (
                plans.read(json.loads(piece)) for piece in pieces(text) if search.may_be_in(piece)
            )
            yield from (change for change in some if change["held"])


def _chunks(plan: Plan, after: int, before: int | None) -> Iterator[tuple[int | None, str]]:
    """The chunks from a position on, or back from it; (None, "") where the scan ends early."""
    rows = plan.chunks.order_by("-number" if before is not None else "number")
    if before is not None:
        rows = rows.filter(number__lte=(before - 1) // CHUNK)
    else:
        rows = rows.filter(number__gte=(after + 1) // CHUNK)
    for count, chunk in enumerate(rows[: SCAN + 1].iterator(chunk_size=2)):
        yield (None, "") if count == SCAN else (chunk.number, text_of(chunk))


def pieces(text: str) -> Iterator[str]:
    """The JSON of each change in a chunk's, unread.

    A change begins with its target, and within a JSON string the quotes of that are escaped.
    """
    first, *rest = text[1:-1].split(f",{_BEGIN}")
    yield first
    yield from (_BEGIN + piece for piece in rest)


def text_of(chunk: PlanChunk) -> str:
    """The JSON of a chunk's changes."""
    return zlib.decompress(bytes(chunk.data)).decode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _words(change: Mapping[str, Any]) -> str:
    values = (str(value) for pair in change["fields"].values() for value in pair)
    words = [change["name"], change["object"], change["cause"], *change["notes"], *values]
    return "\n".join([*words, *change["add"], *change["remove"]]).casefold()
