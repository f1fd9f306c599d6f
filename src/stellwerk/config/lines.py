"""Finds the line of a key in a TOML text. The TOML reader of Python does not tell."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""Where a value stands: names of tables and keys, numbers (from 0) in arrays of tables."""

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_PART = re.compile(_NAME)
_MANY_LINES = ('"""', "'''")


class Lines:
    """The lines on which tables and keys of one text begin."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        for path, number in _scan(text):
            self._lines.setdefault(path, number)

    def of(self, path: Path) -> int | None:
        """The line (from 1) of a value, else of the nearest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path)


def _scan(text: str) -> Iterator[tuple[Path, int]]:
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""  # the quotes that end a text of many lines
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            if inside in line:
                inside = ""
            continue
        if header := _HEADER.match(line):
            names = _names(header.group(2))
            parent = _inside(names[:-1], counts)
            table = (*parent, names[-1])
            if header.group(1) == "[[":
                counts[table] = counts.get(table, -1) + 1
                yield table, number
                table = (*table, counts[table])
            yield table, number
        elif key := _KEY.match(line):
            path = table
            for name in _names(key.group(1)):
                path = (*path, name)
                yield path, number
            value = line[key.end() :].lstrip()
            inside = value[:3] if value[:3] in _MANY_LINES and value.count(value[:3]) == 1 else ""


def _names(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _inside(names: list[str], counts: dict[Path, int]) -> Path:
    """The path of a table; in an array of tables the last one begun is meant."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path
