"""Reads the connector's JSON cache (2.x): one file per object in `listener/old`."""

import json
from pathlib import Path

from stellwerk.moving_in.objects import BadObject, old_object
from stellwerk.moving_in.plain import text_of
from stellwerk.moving_in.state import BadState, OldObject

LONGEST = 32_000_000
"""Bytes of one object's file, picture included."""
_HINT = (
    "Take a damaged file out and import again: its object is then found by login and mail address."
)


def read_cache(folder: Path) -> list[OldObject]:
    """All objects the connector carried over. Raises BadState."""
    found: list[OldObject] = []
    problems: list[str] = []
    for file in sorted(folder.glob("*.json")):
        try:
            one = _read(file)
        except BadObject as error:
            problems.append(f"{file}: {error}")
            continue
        if one is not None:
            found.append(one)
    if problems:
        raise BadState(problems, _HINT)
    return found


def _read(file: Path) -> OldObject | None:
    """The object in a file, None for one that was deleted."""
    try:
        whole = json.loads(text_of(file, LONGEST))
    except (ValueError, RecursionError, OSError) as error:
        raise BadObject("this is no JSON that can be read") from error
    if not isinstance(whole, dict):
        raise BadObject("this is no JSON object")
    if whole.get("object") is None:
        return None
    ident = whole.get("id") or file.stem
    return old_object(whole.get("udm_object_type"), whole.get("dn"), ident, whole["object"])
