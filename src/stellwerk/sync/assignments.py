"""Assignments: the ordered rules that say who goes to a target. Pure.

A rule's `match` holds any of: ``all`` (true), ``attribute`` with ``values``, ``group`` (name),
``ou`` (a DN), ``source`` (name); all that are given must hold. Its `give` says the context
(``context`` fixed, ``context_from`` a property, the fixed one then being the default) and the
access profile (``profile``, ``profile_from``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from stellwerk.core.said import Said, say

TRUE = {"ok", "true", "1", "yes"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules may ask of a person or group."""

    kind: str
    attributes: Mapping[str, Sequence[str]]
    dn_keys: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()

    def first(self, name: str) -> str:
        """The first value of a property, "" without one."""
        values = self.attributes.get(name)
        return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class Given:
    """What the deciding rule gives: context (scope) and access profile by name."""

    rule: int
    name: str
    context: str
    profile: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One assignment, ready to ask. `match` values are folded when the rule is loaded."""

    pk: int
    name: str
    kind: str = "person"
    match: Mapping[str, Any] = field(default_factory=dict)
    give: Mapping[str, Any] = field(default_factory=dict)

    def matches(self, subject: Subject) -> bool:
        """Whether everything this rule asks for holds."""
        return subject.kind == self.kind and not self.misses(subject)

    def misses(self, subject: Subject) -> str:
        """The first condition that does not hold, in words; "" when all hold."""
        match = self.match
        if "attribute" in match:
            name = match["attribute"]
            wanted = {str(value).casefold() for value in match.get("values") or TRUE}
            if not any(value.casefold() in wanted for value in subject.attributes.get(name, ())):
                return say(
                    "%(name)s is %(given)s, not %(wanted)s",
                    name=name,
                    given=subject.first(name) or say("empty"),
                    wanted=reduce(_either, sorted(wanted)),
                )
        if "group" in match and str(match["group"]).casefold() not in subject.groups:
            return say("not in the group %(group)s", group=match["group"])
        if "ou" in match:
            suffix = "," + str(match["ou"])
            if not any(dn.endswith(suffix) for dn in subject.dn_keys):
                return say("not below %(ou)s", ou=match["ou"])
        if "source" in match and match["source"] not in subject.sources:
            return say("not from the source %(source)s", source=match["source"])
        return ""

    def given(self, subject: Subject) -> Given:
        """What this rule gives a subject it matches."""
        give = self.give
        context = subject.first(give["context_from"]) if give.get("context_from") else ""
        profile = subject.first(give["profile_from"]) if give.get("profile_from") else ""
        return Given(
            self.pk,
            self.name,
            context.strip() or str(give.get("context") or ""),
            profile.strip() or str(give.get("profile") or ""),
        )


def _either(one: str, other: str) -> Said:
    return say("%(one)s or %(other)s", one=one, other=other)


def decide(rules: Sequence[Rule], subject: Subject) -> Given | None:
    """What the first matching rule gives; None when nobody assigns this subject here."""
    for rule in rules:
        if rule.matches(subject):
            return rule.given(subject)
    return None


def explain(rules: Sequence[Rule], subject: Subject) -> list[str]:
    """One line per rule asked, up to the deciding one: why it does or does not match."""
    lines = []
    for rule in rules:
        if rule.kind != subject.kind:
            continue
        miss = rule.misses(subject)
        lines.append(f"{rule.name}: {miss or 'matches'}")
        if not miss:
            break
    return lines


UCS: list[dict[str, Any]] = [
    {
        "name": "UCS: isOxUser",
        "match": {"kind": "person", "attribute": "isOxUser", "values": ["OK", "TRUE", "1"]},
        "give": {"context_from": "oxContext", "profile_from": "oxAccess", "profile": "premium"},
    },
    {
        "name": "UCS: isOxGroup",
        "match": {"kind": "group", "attribute": "isOxGroup", "values": ["OK", "TRUE", "1"]},
        "give": {},
    },
]
"""The preset for UCS and Nubus directories."""
