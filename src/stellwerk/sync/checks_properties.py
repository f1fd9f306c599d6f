"""Whether the properties that a target's settings name exist in the people sources show. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from stellwerk.core.check import Check, State
from stellwerk.core.said import say
from stellwerk.sources.base import ReadRecord
from stellwerk.sync.wanted import World
from stellwerk.targets.ox.expressions import expression
from stellwerk.targets.ox.fields import DEFAULT_RULES
from stellwerk.targets.ox.logins import properties_of

_USUAL = {rule.field: rule.sources for rule in DEFAULT_RULES}


def check_properties(world: World, people: Mapping[str, Sequence[ReadRecord]]) -> Iterator[Check]:
    """The identifier has one value each; what templates and overrides name is known to somebody."""
    shown = [record for records in people.values() for record in records]
    if not shown:
        return
    known = {name for record in shown for name, values in record.attributes.items() if values}
    yield from _identifier(world.user.identifier, shown)
    for name in sorted(properties_of(world.user.imap_login) - known):
        yield _unknown("imap_login", name, len(shown))
    for rule in world.user.rules:
        if rule.sources == _USUAL.get(rule.field):
            continue
        named = {name for source in rule.sources for name in expression(source).properties}
        # Of alternatives one that nobody has yet may be meant for later.
        if named and not named & known:
            yield _unknown(f"mapping of {rule.field}", ", ".join(sorted(named)), len(shown))


def _identifier(name: str, shown: Sequence[ReadRecord]) -> Iterator[Check]:
    if name == "username":
        return
    several = next((one for one in shown if len(set(one.attributes.get(name, ()))) > 1), None)
    if several is not None:
        text = say("%(name)s of %(dn)s has more than one value", name=name, dn=several.dn)
        yield Check("identifier", State.FAIL, text, say("Choose a property with one value."))
    elif not any(one.attributes.get(name) for one in shown):
        hint = say("Correct identifier; nobody would get a login.")
        yield Check("identifier", State.FAIL, _nobody_has(name, len(shown)), hint)
    else:
        yield Check("identifier", State.OK, say("the login in OX is %(name)s", name=name))


def _unknown(what: str, name: str, number: int) -> Check:
    hint = say("Correct the name, or see it filled: stellwerk mapping.")
    return Check(what, State.WARN, _nobody_has(name, number), hint)


def _nobody_has(name: str, number: int) -> str:
    return say("none of the first %(number)s people has %(name)s", number=number, name=name)
