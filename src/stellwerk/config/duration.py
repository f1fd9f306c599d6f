"""Spans of time as people write them: 90s, 15m, 2h, 1d."""

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FORM = re.compile(r"(\d{1,6})\s*([smhd])")


def seconds(text: str) -> int:
    """The seconds of ``90s``, ``15m``, ``2h`` or ``1d``. Raises ValueError, also for zero."""
    match = _FORM.fullmatch(text.strip())
    if match is None or not int(match.group(1)):
        raise ValueError(f"{text!r} is no span of time")
    return int(match.group(1)) * _UNITS[match.group(2)]


def days(text: str) -> int:
    """The days of ``30d`` or ``48h``. Raises ValueError, also for a part of a day."""
    number, rest = divmod(seconds(text), _UNITS["d"])
    if rest:
        raise ValueError(f"{text!r} is no number of days")
    return number


def span(number: int) -> str:
    """Seconds as people write them, in the largest unit that is exact: 900 is ``15m``."""
    unit = next(one for one in ("d", "h", "m", "s") if number % _UNITS[one] == 0)
    return f"{number // _UNITS[unit]}{unit}"
