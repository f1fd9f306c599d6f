"""Sentences that remember what they were made of, so that every reader has them in their language.

A `Said` is English text like any other, for logs, scripts and the command line. It also knows its
message id and its named values; `kept` and `restored` carry these through a store. Pure.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Value = str | int | float
_MARK = "\x1f"
"""What kept sentences begin with, and plain text (older rows, a server's words) never."""


class Said(str):
    """An English sentence with its message id and the values in it, sentences themselves or not."""

    __slots__ = ("id", "values")
    id: str
    values: Mapping[str, Value]

    def __new__(cls, id_: str, values: Mapping[str, Value] | None = None) -> "Said":
        said = super().__new__(cls, id_ % values if values else id_)
        said.id, said.values = id_, values or {}
        return said


def say(id_: str, /, **values: object) -> Said:
    """A sentence: the English message id, with %(name)s for each of the values.

    A value named ``field`` is a field of the target; pages show what it is called.
    """
    return Said(id_, {name: _plain(value) for name, value in values.items()})


def joined(texts: Iterable[str], by: str = " ") -> str:
    """Several sentences as one; empty ones are left out."""
    some = [text for text in texts if text]
    if len(some) < 2:
        return some[0] if some else ""
    names = [f"_{number}" for number in range(len(some))]
    pattern = by.replace("%", "%%").join(f"%({name})s" for name in names)
    return Said(pattern, dict(zip(names, some, strict=True)))


def rendered(text: str, translate: Callable[[str], str], called: Callable[[str], str] = str) -> str:
    """A sentence in the language of ``translate``; plain text stays as it is.

    ``called`` says what a field is called.
    """
    if not isinstance(text, Said):
        return text
    if not text.values:
        return translate(text.id)
    values = {
        name: called(value)
        if name == "field" and isinstance(value, str)
        else rendered(value, translate, called)
        if isinstance(value, str)
        else value
        for name, value in text.values.items()
    }
    return translate(text.id) % values


def kept(text: str) -> str:
    """A text as a store keeps it."""
    if not isinstance(text, Said):
        return str(text).lstrip(_MARK)
    return _MARK + json.dumps(_packed(text), ensure_ascii=False, separators=(",", ":"))


def restored(text: str) -> str:
    """A text as it was before it was kept; what a store held as plain text stays that."""
    if not text.startswith(_MARK):
        return text
    try:
        return _unpacked(json.loads(text[1:]))
    except (ValueError, TypeError, KeyError):
        return text[1:]


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float) else str(value)


def _packed(value: Value) -> Any:
    if not isinstance(value, Said):
        return value
    return [value.id, {name: _packed(one) for name, one in value.values.items()}]


def _unpacked(packed: Any) -> Said:
    id_, values = packed
    if not isinstance(id_, str) or not isinstance(values, dict):
        raise TypeError("no kept sentence")
    some = values.items()
    return Said(id_, {k: _unpacked(one) if isinstance(one, list) else one for k, one in some})
