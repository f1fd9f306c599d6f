"""Wanted: what a target should hold of one resource. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stellwerk.core.said import say
from stellwerk.sync import names
from stellwerk.sync.assignments import Rule
from stellwerk.sync.names import Claims
from stellwerk.sync.wanted import (
    Absent,
    Applied,
    Blocked,
    Verdict,
    Wanted,
    World,
    placed,
    settle_name,
)
from stellwerk.targets.ox.resources import resource_fields


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """What is known of one resource. `missing`: the source holds the absence of its last record.

    `elsewhere` says that another target has its context, and this one has not.
    """

    pk: int
    key: str
    name: str
    left: bool
    attributes: Mapping[str, Sequence[str]]
    missing: bool = False
    elsewhere: bool = False
    applied: Applied | None = None


def context_of(attributes: Mapping[str, Sequence[str]], rules: Sequence[Rule]) -> str:
    """The context a resource names, else the first that a rule gives to whoever names none."""
    named = (attributes.get("oxContext") or [""])[0].strip()
    return named or next((text for rule in rules if (text := _given(rule))), "")


def _given(rule: Rule) -> str:
    return str(rule.give.get("context") or "")


def draft_resource(facts: ResourceFacts, world: World) -> Verdict:
    """What is wanted of a resource, before its name is settled against the others'."""
    if facts.left:
        return Absent(say("the resource is gone from the directory"))
    scope = context_of(facts.attributes, world.rules)
    if not scope:
        return Blocked(
            "context_missing",
            say("The resource names no OX context, and no rule has one for whoever names none."),
            say("Set oxContext, or a default context in a rule."),
        )
    if facts.elsewhere:
        return Absent(say("its context %(context)s is at another target", context=scope))
    place = placed(scope, world)
    if isinstance(place, Blocked):
        return place
    mapped = resource_fields(facts.attributes)
    if mapped.problems:
        first = mapped.problems[0]
        text = "; ".join(f"{one.field}: {one.text}" for one in mapped.problems)
        return Blocked(first.code, text, first.hint)
    fields = mapped.fields
    name, mail = str(fields["name"]), str(fields["email"])
    return Wanted(place.scope, fields, names.resource_key(name), names.mail_key(mail))


def settle_resource(facts: ResourceFacts, wanted: Wanted, claims: Claims) -> Verdict:
    """Give a drafted resource a name that is free; its address has to be free."""
    scope, mail = wanted.scope, wanted.mail_key
    if claims.taken(scope, mail, facts.key, facts.pk):
        holder = claims.holder(scope, mail, facts.key)
        whose = holder.object if holder and holder.object else say("not one of ours")
        return Blocked(
            "mail_taken",
            say(
                "The address %(address)s belongs to another account in OX (%(account)s).",
                address=wanted.fields["email"],
                account=whose,
            ),
            say("Give one of the two another primary address."),
        )
    sent = str(facts.applied.fields.get("name", "")) if facts.applied else ""
    return settle_name(facts.key, facts.pk, wanted, claims, sent, names.resource_key)
