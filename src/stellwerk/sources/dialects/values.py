"""Small readings of raw values that several dialects need."""

from uuid import UUID

from stellwerk.sources.dialects.dialect import RawEntry


def text(entry: RawEntry, name: str) -> str:
    """Return the first value as text, or "" if there is none or it is not UTF-8."""
    values = entry.get(name)
    return values[0].decode("utf-8", "replace").strip() if values else ""


def lowered(entry: RawEntry, name: str) -> set[bytes]:
    """Return all values in lower case, for attributes whose values are ASCII words."""
    return {value.lower() for value in entry.get(name, ())}


def number(entry: RawEntry, name: str) -> int:
    """Return the first value as a number, 0 if there is none or it is not one."""
    try:
        return int(text(entry, name))
    except ValueError:
        return 0


def first_text(entry: RawEntry, *names: str) -> str:
    """Return the first non-empty of several attributes, in lower case: an immutable id."""
    for name in names:
        values = entry.get(name)
        if values and values[0]:
            return values[0].decode("utf-8", "replace").strip().lower()
    return ""


def guid(entry: RawEntry, name: str) -> str:
    """Return a Microsoft GUID as the text its tools show: the first three parts little-endian."""
    values = entry.get(name)
    if not values:
        return ""
    if len(values[0]) == 16:
        return str(UUID(bytes_le=values[0]))
    return values[0].decode("utf-8", "replace").strip().strip("{}").lower()


def truth(value: str) -> bool:
    """Tell whether a flag kept as text is on: OK, TRUE, 1, yes in any spelling."""
    return value.strip().lower() in {"ok", "true", "1", "yes"}
