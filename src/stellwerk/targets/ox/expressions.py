"""Small expressions: how the value of a field is made of a person's properties. Pure.

    roomNumber                  the first value of a property
    phone[1]                    its second value
    =Town of Musterstadt        this text, always
    {lastname}, {firstname}     a template; `{{` and `}}` are braces
    {birthday|date:DD.MM.YYYY}  a date in another form; `date` alone gives 1980-01-02
    {isOxUser|bool:yes:no}      one of two texts

A template is empty when all its placeholders are. Nothing is ever run: there are no other forms.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from stellwerk.targets.ox.dates import parse_date

LONGEST = 500
"""Characters an expression may have."""
MOST_PLACEHOLDERS = 16

Lookup = Callable[[str, int], str]
"""A person's value of a property by its number (from 0), "" where there is none."""

_PROPERTY = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,79})(?:\[([0-9]{1,2})\])?")
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DATE_PART = re.compile(r"YYYY|MM|DD")
_YES = {"1", "true", "ok", "yes", "on"}


class BadExpression(ValueError):
    """A text that is no expression; the message says why."""


@dataclass(frozen=True, slots=True)
class Property:
    """A value of a property, as it is or in another form."""

    name: str
    index: int = 0
    form: str = ""
    arguments: tuple[str, ...] = ()

    def text(self, value: Lookup) -> str:
        """What it comes to for one person."""
        found = value(self.name, self.index)
        if self.form == "bool":
            return self.arguments[0 if found.strip().casefold() in _YES else 1]
        if self.form == "date":
            return _date(found.strip(), self.arguments[0] if self.arguments else "YYYY-MM-DD")
        return found


@dataclass(frozen=True, slots=True)
class Expression:
    """Texts and properties in order; `fixed` ones hold no property."""

    parts: tuple[str | Property, ...]

    @property
    def properties(self) -> frozenset[str]:
        """The names of the properties it asks for."""
        return frozenset(part.name for part in self.parts if isinstance(part, Property))

    @property
    def plain(self) -> bool:
        """Whether it is a property and nothing else."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Property) and not self._formed

    @property
    def _formed(self) -> bool:
        return any(isinstance(part, Property) and part.form for part in self.parts)

    def text(self, value: Lookup) -> str:
        """What it comes to for one person, "" when every property in it is empty."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Property):
            return self.parts[0].text(value)
        filled = not self.properties
        texts = []
        for part in self.parts:
            text = part if isinstance(part, str) else part.text(value)
            filled = filled or (isinstance(part, Property) and bool(text.strip()))
            texts.append(text)
        return "".join(texts).strip() if filled else ""


@cache
def expression(text: str) -> Expression:
    """The expression a text stands for. Raises BadExpression."""
    if len(text) > LONGEST:
        raise BadExpression(f"{len(text)} characters; {LONGEST} are the most")
    if bad := _CONTROL.search(text):
        raise BadExpression(f"it holds a control character (U+{ord(bad.group()):04X})")
    if text.startswith("="):
        if not text[1:].strip():
            raise BadExpression("no text stands behind the =")
        return Expression((text[1:],))
    if "{" in text or "}" in text:
        return Expression(tuple(_template(text)))
    return Expression((_property(text.strip()),))


def _template(text: str) -> list[str | Property]:
    parts: list[str | Property] = []
    for piece in _PIECE.finditer(text):
        whole = piece.group()
        if whole in {"{", "}"}:
            raise BadExpression(f"a {whole} stands alone; write {whole * 2} for the sign itself")
        if whole in {"{{", "}}"}:
            parts.append(whole[0])
        elif piece.group(1) is not None:
            parts.append(_placeholder(piece.group(1)))
        else:
            parts.append(whole)
    if sum(isinstance(part, Property) for part in parts) > MOST_PLACEHOLDERS:
        raise BadExpression(f"more than {MOST_PLACEHOLDERS} placeholders")
    return parts


def _placeholder(text: str) -> Property:
    name, bar, form = text.partition("|")
    known = _property(name.strip())
    if not bar:
        return known
    word, *arguments = form.split(":")
    wanted = {"date": (0, 1), "bool": (2, 2)}.get(word.strip())
    if wanted is None:
        raise BadExpression(f"{word.strip()!r} is no form; there are date and bool")
    if not wanted[0] <= len(arguments) <= wanted[1]:
        raise BadExpression("write {property|date:DD.MM.YYYY} or {property|bool:yes:no}")
    if word.strip() == "date" and arguments and not _DATE_PART.search(arguments[0]):
        raise BadExpression(f"{arguments[0]!r} holds none of YYYY, MM and DD")
    return Property(known.name, known.index, word.strip(), tuple(arguments))


def _property(text: str) -> Property:
    match = _PROPERTY.fullmatch(text)
    if match is None:
        raise BadExpression(f"{text[:80]!r} is no name of a property" if text else "it is empty")
    return Property(match.group(1), int(match.group(2) or 0))


def _date(text: str, form: str) -> str:
    day = parse_date(text)
    if not day:
        return text
    year, month, number = day.split("-")
    parts = {"YYYY": year, "MM": month, "DD": number}
    return _DATE_PART.sub(lambda match: parts[match.group()], form)
