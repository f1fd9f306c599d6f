"""Names, languages and time zones."""

import functools
import re
import zoneinfo

from oxsim.faults import Crashed, InvalidData

_NAME = re.compile(r"[$@%.+a-zA-Z0-9_-]")
_GROUP_NAME = re.compile(r"[ $@%.+a-zA-Z0-9_-]")
_MAPPING = re.compile(r"[$%.+a-zA-Z0-9_-]")
_LOCALE = re.compile(r"[A-Za-z]+_[A-Za-z0-9]+(_\w+)?\Z")


def check_user_name(name: str) -> None:
    """Refuse characters that a login name may not have."""
    _refuse(_NAME.sub("", name))


def check_group_name(name: str) -> None:
    """Refuse characters that a group name may not have; blanks are fine."""
    _refuse(_GROUP_NAME.sub("", name))


def check_mapping(mapping: str) -> None:
    """Refuse characters that a login mapping may not have."""
    _refuse(_MAPPING.sub("", mapping), " in login mapping")


def _refuse(illegal: str, where: str = "") -> None:
    if illegal:
        raise InvalidData(f'Illegal chars: "{illegal}"{where}')


def check_language(language: str, *, changing: bool) -> None:
    """Refuse what is no locale; the texts differ between create and change."""
    if "_" not in language:
        raise InvalidData(
            "Language must contain an underscore, e.g. en_US."
            if changing
            else "language must contain an underscore, e.g. en_US"
        )
    if not _LOCALE.match(language):
        raise Crashed


def check_timezone(timezone: str) -> None:
    """Refuse what is no time zone of the zone database."""
    if timezone not in _zones():
        raise InvalidData("The given timezone is invalid")


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def matches(pattern: str, *texts: str | None) -> bool:
    """Whether a pattern with ``*`` matches one of the texts whole, without regard to case."""
    expression = _pattern(pattern)
    return any(text is not None and expression.match(text) for text in texts)


@functools.lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.compile(".*".join(parts) + r"\Z", re.IGNORECASE | re.DOTALL)
