"""``[[target.rule]]``: who goes to a target, with which context and access profile."""

from typing import Any

from stellwerk.config.section import Section
from stellwerk.sync.assignments import UCS

PRESETS: dict[str, list[dict[str, Any]]] = {"ucs": UCS, "none": []}
_CONDITIONS = ("attribute", "group", "ou", "source")


def rules(section: Section) -> list[dict[str, Any]]:
    """The rules of a target in the order they are asked: its own, then those of its preset."""
    own = [_rule(one) for one in section.tables("rule")]
    preset = section.choice("preset", PRESETS, "none") if "preset" in section.values else ""
    section.asked.add("preset")
    default = section.number_text("default_context")
    if default and not preset:
        hint = "Name the context in the rules (give.context), or add preset."
        section.problem("default_context", "this goes with preset only", hint)
    if not own and "preset" not in section.values:
        hint = 'Add preset = "ucs" or a [[target.rule]].'
        section.problem("", "nobody would get an account here: there is no rule", hint)
    return [*own, *(with_default(one, default) for one in PRESETS.get(preset, ()))]


def with_default(rule: dict[str, Any], context: str) -> dict[str, Any]:
    """A preset's rule with the context of those who name none ("" for none)."""
    if not context or "context_from" not in rule["give"]:
        return rule
    return {**rule, "give": {**rule["give"], "context": context}}


def _rule(section: Section) -> dict[str, Any]:
    name = section.text("name", required=True)
    match, kind = _match(section.table("match"))
    give = _give(section.table("give"), kind)
    section.end()
    return {"name": name, "match": match, "give": give}


def _match(section: Section) -> tuple[dict[str, Any], str]:
    kind = section.choice("kind", {"person", "group"}, "person")
    match: dict[str, Any] = {"kind": kind}
    for name in _CONDITIONS:
        if value := section.text(name):
            match[name] = value
    values = section.texts("values")
    if values:
        match["values"] = values
    if values and "attribute" not in match:
        hint = 'Add match.attribute = "...": the property whose value is meant.'
        section.problem("values", "values goes with attribute", hint)
    if section.flag("all"):
        match["all"] = True
    if len(match) == 1:
        hint = f"Add one of match.{', match.'.join(_CONDITIONS)}, or match.all = true."
        section.problem("", "this rule asks for nothing", hint)
    section.end()
    return match, kind


def _give(section: Section, kind: str) -> dict[str, Any]:
    give = {
        "context": section.number_text("context"),
        "context_from": section.text("context_from"),
        "profile": section.text("profile"),
        "profile_from": section.text("profile_from"),
    }
    section.end()
    if kind == "group":
        if any(give.values()):
            hint = "Leave it out: a group is in the contexts of its members."
            section.problem("", "a rule for groups gives nothing", hint)
        return {}
    for name, example in (("context", '"10"'), ("profile", '"premium"')):
        if not give[name] and not give[f"{name}_from"]:
            hint = f"Add give.{name} = {example}, or give.{name}_from with a property."
            section.problem("", f"this rule gives no {name}", hint)
    return {name: value for name, value in give.items() if value}
