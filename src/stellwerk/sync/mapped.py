"""The mapping of a target, row by row, and what it makes of a real person: for CLI and panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stellwerk.people.models import Person
from stellwerk.sync.facts import load_people
from stellwerk.sync.wanted import Facts
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target
from stellwerk.targets.ox.fields import ALL_RULES, Form
from stellwerk.targets.ox.mapping import user_fields
from stellwerk.targets.ox.mapping_overrides import Overrides, rules_with
from stellwerk.targets.ox.userfields import Mapped, UserSettings


@dataclass(frozen=True, slots=True)
class Row:
    """One field: where it comes from, whether that was changed here, what the table says.

    `value` is what a person's field becomes, and `remark` what is wrong with it.
    """

    field: str
    form: Form
    sources: Sequence[str]
    usual: Sequence[str]
    value: str = ""
    remark: str = ""

    @property
    def changed(self) -> bool:
        """Whether it differs from the default table."""
        return tuple(self.sources) != tuple(self.usual)


@dataclass(frozen=True, slots=True)
class Model:
    """A person a mapping is tried on, loaded once, with the target's other settings."""

    facts: Facts
    settings: UserSettings


def model(target: Target, person: int | None) -> Model | None:
    """A person to try mappings on; None for nobody."""
    if person is None:
        return None
    world = load_world(target)
    facts: list[Facts] = load_people(world, [person])
    return Model(facts[0], world.user) if facts else None


def rows(target: Target, tried: Model | None, overrides: Overrides | None = None) -> list[Row]:
    """The mapping of a target, or one with these overrides instead, tried on a person."""
    kept: Mapping[str, Sequence[str]] = target.settings.get("mapping") or {}
    wanted = kept if overrides is None else overrides
    found = mapped(tried, wanted)
    remarks = {one.field: one.text for one in found.notes}
    remarks |= {one.field: one.text for one in found.problems}
    return [
        Row(
            rule.field,
            rule.form,
            tuple(wanted.get(rule.field, rule.sources)),
            rule.sources,
            _shown(found.fields.get(rule.field, "")),
            remarks.get(rule.field, ""),
        )
        for rule in ALL_RULES
    ]


def mapped(tried: Model | None, overrides: Overrides) -> Mapped:
    """What these overrides make of a person; nothing of nobody."""
    if tried is None:
        return Mapped()
    settings = replace(tried.settings, rules=rules_with(overrides))
    return user_fields(tried.facts.subject.attributes, tried.facts.blobs, settings)


def sample(target: Target) -> Person | None:
    """Somebody the target holds, else anybody a source brought."""
    people = Person.objects.filter(portal=target.portal_id, records__isnull=False)
    return (
        people.filter(accounts__target=target).order_by("pk").first()
        or people.order_by("pk").first()
    )


def _shown(value: str | list[str]) -> str:
    return ", ".join(value) if isinstance(value, list) else value
