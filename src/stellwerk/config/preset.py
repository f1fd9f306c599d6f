"""Finds the preset again in a target's rules. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stellwerk.config.rule import PRESETS, with_default

Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules as a file says them: their own ones, then a preset by name ("none" for none) with the
    context it gives those who have none ("" for none).
    """

    own: Sequence[Rule]
    name: str
    context: str


def recognise(rules: Sequence[Rule]) -> Preset:
    """What `config.rule.rules` would make these rules of."""
    for name, known in PRESETS.items():
        if not known or len(rules) < len(known):
            continue
        own, rest = rules[: -len(known)], rules[-len(known) :]
        found = [one["give"].get("context") for one in rest if one["give"].get("context_from")]
        context = str(found[0] or "") if found else ""
        if [dict(one) for one in rest] == [with_default(one, context) for one in known]:
            return Preset(own, name, context)
    return Preset(rules, "none", "")
