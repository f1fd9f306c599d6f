"""What is wrong in a configuration file, and the error that carries all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stellwerk.core.errors import StellwerkError

SHOWN = 50
"""So many problems are written out; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (line from 1, None if it cannot be told; the key), what, and
    what to do.
    """

    line: int | None
    key: str
    text: str
    hint: str


class BadConfiguration(StellwerkError):
    """The configuration file cannot be imported; nothing was changed."""

    code = "config.bad"

    def __init__(self, file: Path, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = sorted(problems, key=lambda one: one.line or 0)
        number = len(problems)
        what = "1 problem" if number == 1 else f"{number} problems"
        lines = [f"{file}: {what}, nothing was changed."]
        lines += map(self._line, self.problems[:SHOWN])
        if number > SHOWN:
            lines.append(f"  ... and {number - SHOWN} more.")
        super().__init__("\n".join(lines))

    def _line(self, one: Problem) -> str:
        where = f"{self.file.name}:{one.line}" if one.line else self.file.name
        key = f"{one.key}: " if one.key else ""
        text = f"  {where}: {key}{one.text}."
        return f"{text}\n    What to do: {one.hint}" if one.hint else text
