"""Active Directory sends long member lists in pieces, as ``member;range=0-1499``."""

import re
from collections.abc import Callable

from stellwerk.core.said import say
from stellwerk.sources.dialects.dialect import BadEntry, RawEntry

_RANGE = re.compile(r"(?i)([a-z][a-z0-9-]*);range=(\d+)-(\d+|\*)")

Fetch = Callable[[str], dict[str, list[bytes]]]
"""Reads one attribute, named with its range, of the entry in question."""


def complete_ranges(entry: RawEntry, fetch: Fetch) -> None:
    """Replace every ranged attribute of `entry` by the whole of its values, name in lower case.

    Raises BadEntry if a piece does not come, and what `fetch` raises.
    """
    for key in [name for name in entry if ";range=" in name]:
        match = _RANGE.fullmatch(key)
        if match is None:
            continue
        name, values, end = match[1].lower(), list(entry.pop(key)), match[3]
        while end != "*":
            piece = _piece(fetch(f"{name};range={int(end) + 1}-*"), name)
            if piece is None:
                raise BadEntry(
                    "range",
                    say(
                        "the server did not send the values of %(name)s from number %(end)s on",
                        name=name,
                        end=int(end) + 1,
                    ),
                    say("Read again; if it stays, look into the log of the server."),
                )
            values += piece[1]
            end = piece[0]
        for empty in [other for other in entry if other.lower() == name]:
            del entry[empty]
        entry[name] = values


def _piece(answer: dict[str, list[bytes]], name: str) -> tuple[str, list[bytes]] | None:
    for key, values in answer.items():
        match = _RANGE.fullmatch(key)
        if match is not None and match[1].lower() == name:
            return match[3], values
    return None
