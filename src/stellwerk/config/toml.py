"""Writes TOML: texts, numbers, flags, lists of texts, tables and lists of tables. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Table = dict[str, Any]
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def lines(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The lines of a table; empty tables are left out. Raises TypeError for other values."""
    below = [(key, value) for key, value in table.items() if _is_below(value)]
    for key, value in table.items():
        if not _is_below(value):
            yield f"{name(key)} = {literal(value)}"
    for key, value in below:
        inner = f"{path}.{name(key)}" if path else name(key)
        many = isinstance(value, list)
        for one in value if many else [value] if value else []:
            yield ""
            yield f"[[{inner}]]" if many else f"[{inner}]"
            yield from lines(one, inner)


def _is_below(value: Any) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def name(key: str) -> str:
    """A key, quoted if it has to be."""
    return key if _BARE.fullmatch(key) else literal(key)


def literal(value: object) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        # What JSON escapes, TOML reads alike; but TOML wants DEL escaped too.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(literal(one) for one in value)}]"
    raise TypeError(f"{type(value).__name__} has no place in a configuration file")
