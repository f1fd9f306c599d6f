"""Whether a search filter can be parsed, before a server is asked. Pure.

Source: RFC 4515 section 3. As the OpenLDAP library does, blanks between the parts, a single
comparison without brackets and the older escapes of RFC 1960 are let pass.
"""

import re

_DEPTH = 50
_ATTRIBUTE = r"[A-Za-z0-9][A-Za-z0-9.-]*(?:;[A-Za-z0-9-]+)*"
_PLAIN = re.compile(rf"(?:{_ATTRIBUTE})\s*[~<>]?=")
_EXTENSIBLE = re.compile(
    r"(?:[A-Za-z0-9][A-Za-z0-9.;-]*(?::dn)?(?::[A-Za-z0-9.-]+)?|(?::dn)?:[A-Za-z0-9.-]+):="
)
_VALUE = re.compile(r"(?:[^()\\\0]|\\[0-9a-fA-F]{2}|\\[()*\\])*")
_BLANKS = re.compile(r"\s*")


class BadFilter(ValueError):
    """Says what is wrong with a filter, and where."""


def check_filter(text: str) -> None:
    """Raise BadFilter unless this is an LDAP search filter."""
    start = _blanks(text, 0)
    end = _filter(text, start, 0) if text[start : start + 1] == "(" else _item(text, start)
    end = _blanks(text, end)
    if end != len(text):
        raise _bad(text, end, "nothing more can stand here")


def _filter(text: str, at: int, depth: int) -> int:
    """Check the filter in brackets that begins at `at`; return the position behind it."""
    if depth > _DEPTH:
        raise _bad(text, at, "the brackets are nested too deeply")
    if text[at : at + 1] != "(":
        raise _bad(text, at, "an opening bracket is missing")
    inner = _blanks(text, at + 1)
    sign = text[inner : inner + 1]
    if sign and sign in "&|!":
        end = _blanks(text, inner + 1)
        first = end
        while text[end : end + 1] == "(" and (sign != "!" or end == first):
            end = _blanks(text, _filter(text, end, depth + 1))
        if sign == "!" and end == first:
            raise _bad(text, end, "what is not to be is missing")
    else:
        end = _item(text, inner)
    if text[end : end + 1] != ")":
        raise _bad(text, end, "a closing bracket is missing")
    return end + 1


def _item(text: str, at: int) -> int:
    begin = _EXTENSIBLE.match(text, at) or _PLAIN.match(text, at)
    if begin is None:
        raise _bad(text, at, "a comparison like uid=* is missing")
    value = _VALUE.match(text, begin.end())
    end = value.end() if value else begin.end()
    if text[end : end + 1] == "\\":
        raise _bad(text, end, "a backslash needs two hexadecimal digits behind it")
    return end


def _blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _bad(text: str, at: int, what: str) -> BadFilter:
    shown = text if len(text) <= 120 else f"{text[:120]}…"
    return BadFilter(f"{shown} is no LDAP filter: at position {at + 1} {what}")
