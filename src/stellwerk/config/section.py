"""One table of the file, asked for its keys one by one; what was not asked for is unknown."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path as FilePath
from typing import Any

from stellwerk.config.lines import Lines, Path
from stellwerk.config.problem import Problem

_NUMBER = re.compile(r"-?[0-9]{1,18}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST = 120


@dataclass(slots=True)
class Section:
    """A table with its place in the file. Whatever is wrong is added to `problems`."""

    values: Mapping[str, Any]
    path: Path
    lines: Lines
    problems: list[Problem]
    asked: set[str] = field(default_factory=set)

    def problem(self, name: str, text: str, hint: str) -> None:
        """Note that something is wrong with a key of this table ("" for the table itself)."""
        self.problems.append(self.found(name, text, hint))

    def found(self, name: str, text: str, hint: str) -> Problem:
        """The problem with a key of this table, for whoever finds it after reading."""
        path = (*self.path, name) if name else self.path
        return Problem(self.lines.of(path), _shown(path), text, hint)

    def text(
        self, name: str, default: str = "", *, required: bool = False, strip: bool = True
    ) -> str:
        """A text, usually without the blanks around it."""
        text = str(self._typed(name, str, "a text in quotes", default, required))
        return self._plain(name, text.strip() if strip else text)

    def number_text(self, name: str) -> str:
        """A whole number, written as such or in quotes, as text; "" if it is missing."""
        value = self._raw(name)
        if value is None:
            return ""
        text = value.strip() if isinstance(value, str) else shown(value)
        if isinstance(value, int | str) and _NUMBER.fullmatch(text):
            return str(int(text))
        self.problem(name, f"{shown(value)} is no whole number", "Write a number.")
        return ""

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        return bool(self._typed(name, bool, "true or false", default, False))

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number between two bounds, None if it is missing."""
        value = self._raw(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problem(name, f"{shown(value)} is no number", "Write it without quotes.")
            return None
        if not low <= value <= high:
            self.problem(
                name,
                f"{shown(value)} is not between {low:g} and {high:g}",
                "Choose a number in between.",
            )
            return None
        return value

    def choice(self, name: str, known: Collection[str], default: str = "") -> str:
        """One of some words; without a default it must be there."""
        value = self.text(name, default, required=not default)
        if value and value not in known:
            self.problem(name, f"{shown(value)} is not known", suggestion(value, known))
            return ""
        return value

    def file(self, name: str, folder: FilePath) -> str:
        """The absolute path of a file that must be there, "" if none is named."""
        given = self.text(name)
        if not given:
            return ""
        path = folder / given
        try:
            found = path.is_file()
        except OSError:  # a name that is too long
            found = False
        if not found:
            self.problem(name, f"there is no file {_cut(str(path))}", "Correct the path.")
        return str(path)

    def texts(self, name: str) -> list[str]:
        """A list of texts; a single text counts as a list of one."""
        value = self._raw(name)
        if value is None:
            return []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.problem(name, "this must be a list of texts", 'Write it like ["one", "two"].')
            return []
        return [self._plain(name, one.strip()) for one in value]

    def table(self, name: str) -> "Section":
        """A table inside; an empty one if it is missing."""
        value = self._raw(name)
        if value is not None and not isinstance(value, dict):
            self.problem(name, "this must be a table", f"Write it like [{name}].")
            value = None
        return Section(value or {}, (*self.path, name), self.lines, self.problems)

    def tables(self, name: str) -> Iterator["Section"]:
        """The tables of an array of tables."""
        value = self._raw(name)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            path = ".".join([*(str(p) for p in self.path if isinstance(p, str)), name])
            self.problem(name, "this must be a list of tables", f"Write it like [[{path}]].")
            return
        for number, one in enumerate(value):
            yield Section(one, (*self.path, name, number), self.lines, self.problems)

    def checked(self, name: str, value: str, valid: Callable[[str], object], hint: str) -> str:
        """The value if `valid` takes it; a ValueError or KeyError of it is noted."""
        try:
            valid(value)
        except (ValueError, KeyError) as error:
            said = str(error.args[0]) if error.args else repr(value)
            self.problem(name, _cut(said), hint)
            return ""
        return value

    def end(self) -> None:
        """Note every key that nobody asked for."""
        for name in self.values:
            if name not in self.asked:
                self.problem(name, "this key is not known", suggestion(name, self.asked))

    def _plain(self, name: str, text: str) -> str:
        if bad := _CONTROL.search(text):
            said = f"this holds a control character (U+{ord(bad.group()):04X})"
            self.problem(name, said, "Take it out.")
            return ""
        return text

    def _raw(self, name: str) -> Any:
        self.asked.add(name)
        return self.values.get(name)

    def _typed(self, name: str, kind: type, said: str, default: Any, required: bool) -> Any:
        value = self._raw(name)
        if value is None:
            if required:
                self.problem("", f"{name} is missing", f"Add {name} = ... here.")
            return default
        if not isinstance(value, kind):
            self.problem(name, f"{shown(value)} is not {said}", f"Write {said}.")
            return default
        if required and not value:
            self.problem(name, "this is empty", f"Give {name} a value.")
        return value


def shown(value: object) -> str:
    """A value as the file may have it, cut if it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 256:
        return "this number"
    return _cut(str(value) if isinstance(value, date | time) else repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def suggestion(word: str, known: Collection[str]) -> str:
    """The next step for a word that is not known: what was probably meant, and all there is."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    said = f"Did you mean {near[0]}? " if near else ""
    return f"{said}Known are: {', '.join(sorted(known))}."


def _shown(path: Path) -> str:
    """``source[1].filters.person``: numbers count from 1 for people."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
