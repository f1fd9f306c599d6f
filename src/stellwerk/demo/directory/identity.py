"""Who person number n is: a pure function, so that nobody needs to be remembered."""

from dataclasses import dataclass

from stellwerk.demo.directory.names import FIRST, LAST, login_part
from stellwerk.demo.directory.town import PEOPLE

_STEP = 5003  # a prime: neighbours differ in both names, and no combination comes twice
_COMBINATIONS = len(FIRST) * len(LAST)
NAMESAKES = {42: 40, 53: 51}
"""Two pairs who share a display name and, where there are two contexts, the context too."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Names and login of one person; logins are unique, display names but for NAMESAKES."""

    number: int
    first: str
    last: str
    login: str

    @property
    def dn(self) -> str:
        """Where the person lies in the directory."""
        return f"uid={self.login},{PEOPLE}"


def identity(number: int) -> Identity:
    """Return person `number`, counted from 0."""
    original = NAMESAKES.get(number)
    if original is not None:
        same = identity(original)
        return Identity(number, same.first, same.last, f"{same.login}2")
    lap, place = divmod(number, _COMBINATIONS)
    row, column = divmod(place * _STEP % _COMBINATIONS, len(FIRST))
    first, last = FIRST[column], LAST[row]
    if lap:
        last = f"{last}-{LAST[(row + lap) % len(LAST)]}"
    return Identity(number, first, last, f"{login_part(first)}.{login_part(last)}")
