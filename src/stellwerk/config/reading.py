"""From a file's bytes to the values in it: TOML, of bounded size and depth."""

import re
import tomllib
from pathlib import Path
from typing import Any

from stellwerk.config.problem import BadConfiguration, Problem

MAX_BYTES = 1_000_000
"""A configuration file is written by people; hundreds of targets fit into this."""

_EXAMPLE = "stellwerk config template prints a file with every key explained."
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_MANY_DIGITS = re.compile(r"[0-9_]{4000,}")
# Python's reader takes time by the square of a name's parts.
_MANY_PARTS = re.compile(
    r"""(?m)(?:^|[\[{,])[ \t]*(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){32}"""
)
_TOO_DEEP = "tables or lists are nested too deeply"
_FLATTER = "No configuration needs more than a few levels; compare with stellwerk config template."


def text_of(file: Path) -> str:
    """The text of a configuration file. Raises BadConfiguration."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise _bad(file, None, f"cannot be read: {error.strerror}", _EXAMPLE) from error
    if len(content) > MAX_BYTES:
        raise _bad(
            file, None, f"is larger than {MAX_BYTES} bytes", f"Name the right file: {_EXAMPLE}"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(file, line, "is not UTF-8", "Save it as UTF-8.") from error


def values_of(file: Path, text: str) -> dict[str, Any]:
    """The tables and values of a TOML text; `file` is for messages. Raises BadConfiguration."""
    if deep := _MANY_PARTS.search(text):
        raise _bad(file, _line(text, deep.end()), _TOO_DEEP, _FLATTER)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        hint = "TOML wants key = value, texts in quotes, tables as [name]; each key once."
        line = int(at.group(1)) if at else None
        raise _bad(file, line, _AT_LINE.sub("", str(error)), hint) from error
    except RecursionError as error:
        raise _bad(file, None, _TOO_DEEP, _FLATTER) from error
    except ValueError as error:
        # Dates that are none, and numbers that Python does not take for their length.
        digits = _MANY_DIGITS.search(text)
        line = _line(text, digits.start()) if digits else None
        said = "a number has too many digits" if digits else str(error)
        raise _bad(file, line, said, "Correct the value.") from error


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _bad(file: Path, line: int | None, text: str, hint: str) -> BadConfiguration:
    return BadConfiguration(file, [Problem(line, "", text, hint)])
