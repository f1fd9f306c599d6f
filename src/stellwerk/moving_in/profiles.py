"""The connector's `ModuleAccessDefinitions.properties`: access profiles and their rights. Pure."""

import re

from stellwerk.targets.ox.access import PROPERTIES

_RIGHTS = {name.casefold(): name for name in PROPERTIES}
_RIGHTS |= {flag.casefold(): name for name, flag in PROPERTIES.items()}
_LINE = re.compile(r"((?:\\.|[^\\=])+?)\s*=(.*)", re.DOTALL)
_LONGEST = 255


def profiles_of(text: str) -> dict[str, list[str]]:
    """Rights (properties of an access profile) by the profile's name.

    Raises ValueError with the line that is wrong.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip()[0] in "#![":
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"line {number}: this is no name=right,right")
        name = re.sub(r"\\(.)", r"\1", match.group(1)).strip()
        if not name or len(name) > _LONGEST:
            raise ValueError(f"line {number}: the profile has no name")
        if name in found:
            raise ValueError(f"line {number}: {name!r} is there twice")
        found[name] = _rights(number, match.group(2))
    return found


def _rights(number: int, text: str) -> list[str]:
    words = [word for one in text.split(",") if (word := one.strip())]
    for word in words:
        if word.casefold() not in _RIGHTS:
            raise ValueError(f"line {number}: {word[:60]!r} is no right that is known")
    return sorted({_RIGHTS[word.casefold()] for word in words})
