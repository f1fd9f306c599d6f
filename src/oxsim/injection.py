"""Planned trouble: rules that make chosen calls fail in chosen ways."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from oxsim.faults import FAULTS


class RuleError(ValueError):
    """a rule needs an operation, something to do, and how often"""


class Trouble(StrEnum):
    """What can be done to a call."""

    FAULT = "fault"
    UNAVAILABLE = "503"
    HTML = "html"
    RESET = "reset"
    HANG = "hang"
    LOST = "lost"
    SLOW = "slow"
    TRUNCATE = "truncate"


@dataclass(frozen=True, slots=True)
class Action:
    """What is done to one call; ``seconds`` for hang and slow, kind and text for a fault."""

    trouble: Trouble
    seconds: float = 0.0
    kind: str = ""
    text: str = ""


@dataclass(slots=True)
class Rule:
    """One rule: which operations (a glob over ``Service.operation``), how often, what.

    With `holding` only calls whose message has this text in it are struck.
    """

    operation: str
    do: str
    action: Action
    left: int | None
    share: float
    seed: int
    holding: str = ""
    hits: int = 0
    dice: random.Random = field(default_factory=random.Random)

    def strikes(self, operation: str, message: bytes = b"") -> bool:
        """Whether this call is hit; counts it if so."""
        if self.left == 0 or not fnmatchcase(operation, self.operation):
            return False
        if self.holding.encode() not in message:
            return False
        if self.left is None and self.dice.random() >= self.share:
            return False
        if self.left is not None:
            self.left -= 1
        self.hits += 1
        return True

    def as_json(self) -> dict[str, Any]:
        """The rule as it is listed."""
        often = {"share": self.share} if self.left is None else {"next": self.left}
        return {
            "operation": self.operation,
            "do": self.do,
            "seed": self.seed,
            "holding": self.holding,
            "hits": self.hits,
        } | often


def read_rule(sent: Any) -> Rule:
    """Read a rule: ``{"operation", "do", "next" or "share", "seed", "holding"}``.

    Raises RuleError.
    """
    if not isinstance(sent, dict):
        raise RuleError("a rule is a JSON object")
    do, often = str(sent.get("do", "")), sent.get("next", 1 if "share" not in sent else None)
    seed, share = sent.get("seed", 0), sent.get("share", 0.0)
    if not isinstance(seed, int) or not isinstance(share, int | float):
        raise RuleError("seed is a whole number, share a number from 0 to 1")
    if often is not None and not isinstance(often, int):
        raise RuleError("next is a whole number")
    holding = str(sent.get("holding", ""))
    operation = str(sent.get("operation", "*"))
    rule = Rule(operation, do, _action(do), often, float(share), seed, holding)
    rule.dice.seed(seed)
    return rule


def pick(rules: list[Rule], operation: str, message: bytes = b"") -> Action | None:
    """The action of the first rule that strikes this call, or None."""
    for rule in rules:
        if rule.strikes(operation, message):
            return rule.action
    return None


def _action(do: str) -> Action:
    word, _, rest = do.partition(":")
    try:
        trouble = Trouble(word)
        if trouble in (Trouble.HANG, Trouble.SLOW):
            return Action(trouble, seconds=float(rest))
    except ValueError:
        known = ", ".join(Trouble)
        raise RuleError(
            f"cannot do {do!r}: it is one of {known}, with :seconds or :Kind:text"
        ) from None
    kind, _, text = rest.partition(":")
    if trouble is Trouble.FAULT and kind not in FAULTS:
        raise RuleError(f"no fault {kind!r}: it is one of {', '.join(FAULTS)}")
    return Action(trouble, kind=kind, text=text)
