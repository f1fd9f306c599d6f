"""The share that closes a gate: a number up to one in the file, percent in a form."""

from collections.abc import Mapping
from typing import Any

SHARE = "gate_share"


def in_percent(table: Mapping[str, Any]) -> dict[str, Any]:
    """A table as a form shows it."""
    return _times(table, 100)


def as_share(table: Mapping[str, Any]) -> dict[str, Any]:
    """What a form holds, as a table."""
    return _times(table, 0.01)


def _times(table: Mapping[str, Any], factor: float) -> dict[str, Any]:
    if SHARE not in table:
        return dict(table)
    return {**table, SHARE: float(f"{table[SHARE] * factor:.6g}")}
