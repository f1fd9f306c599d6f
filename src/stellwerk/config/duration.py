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
