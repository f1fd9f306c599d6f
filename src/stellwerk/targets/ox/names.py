"""Names of groups and contexts in the characters OX allows. Pure.

Source: OXGroupService (names of `[ $@%.+a-zA-Z0-9_-]`) and OXContextService, where a context's
name is a login mapping as well (`[$%.+a-zA-Z0-9_-]`) and shares one space with all context ids.
"""

import re
import unicodedata

from stellwerk.targets.ox.values import ILLEGAL

LIMIT = 64
"""Characters; OX stores group names of at least this length."""
DISPLAY_LIMIT = 128
"""Characters of a group's display name that OX stores."""

_CONTEXT_ID = re.compile(r"[1-9][0-9]{0,9}")
_HIGHEST_ID = 2**31 - 1
_GROUP_BAD = re.compile(r"[^ $@%.+a-zA-Z0-9_-]+")
_CONTEXT_BAD = re.compile(r"[^$%.+a-zA-Z0-9_-]+")
_MAPPING = re.compile(r"[$%.+a-zA-Z0-9_-]{1,255}")
_SPELLED = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ı": "i",
    }
)


def fold_group_name(text: str) -> str:
    """A group's name as OX takes it: ä as ae, & as und, other accents dropped, the rest a dash.

    "Straßen & Grünflächen" gives "Strassen und Gruenflaechen". Never empty, never longer than
    `LIMIT`, never `users`, which is OX's own group; two names may fold into one (see
    `with_suffix`). A name that OX allows stays as it is, but for blanks at its ends.
    """
    name = _fold(text, _GROUP_BAD, LIMIT) or "group"
    return "users-group" if name.casefold() == "users" else name


def group_display_name(text: str) -> str:
    """A group's display name as OX takes it: anything but what XML cannot carry, 128 characters.

    May be empty; OX demands one.
    """
    return ILLEGAL.sub("", text).strip()[:DISPLAY_LIMIT].rstrip()


def fold_context_name(text: str) -> str:
    """A context's name as OX takes it, blanks and @ as dashes.

    A name of digits alone could be another context's id and becomes "context-<digits>".
    """
    name = _fold(text, _CONTEXT_BAD, LIMIT) or "context"
    return f"context-{name}"[:LIMIT] if name.isdigit() else name


def is_context_id(text: str) -> bool:
    """Whether OX can have a context of this id: a whole number above zero in 32 bits."""
    return _CONTEXT_ID.fullmatch(text) is not None and int(text) <= _HIGHEST_ID


def is_login_mapping(text: str) -> bool:
    """Whether OX takes this as a login mapping of a context."""
    return _MAPPING.fullmatch(text) is not None


def with_suffix(name: str, suffix: str, limit: int) -> str:
    """`name` and `suffix` together in at most `limit` characters; the name gives way."""
    if len(name) + len(suffix) <= limit:
        return name + suffix
    return name[: max(limit - len(suffix), 0)].rstrip() + suffix


def _fold(text: str, bad: re.Pattern[str], limit: int) -> str:
    plain = unicodedata.normalize("NFC", text).strip()
    if not bad.search(plain) and len(plain) <= limit:
        return plain
    spelled = re.sub(r"\s*&\s*", " und ", plain).translate(_SPELLED)
    decomposed = unicodedata.normalize("NFKD", spelled)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    allowed = bad.sub("-", bare)
    return re.sub(r" {2,}", " ", allowed).strip(" -")[:limit].rstrip(" -")
