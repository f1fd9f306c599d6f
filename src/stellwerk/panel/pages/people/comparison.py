"""Wanted and applied side by side at one target, and which rule decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.panel.objects.failures import Explained, explain
from stellwerk.panel.objects.fields import called
from stellwerk.people.models import Person
from stellwerk.sync.assignments import Rule
from stellwerk.sync.comparing import Judged, difference
from stellwerk.sync.facts import load_people
from stellwerk.sync.judging import judge_people
from stellwerk.sync.wanted import Absent, Blocked, Facts, Verdict, Waiting, Wanted
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Target


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what is wanted, what was sent; `differs` when it has to be sent."""

    name: str
    wanted: str
    applied: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that was asked: `miss` says what did not hold, "" for the one that decided."""

    name: str
    miss: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a person is judged at a target."""

    tone: str
    said: str | Promise
    trouble: Explained | None
    rules: Sequence[Asked]
    rows: Sequence[Row]
    notes: Sequence[str]

    @property
    def differing(self) -> Sequence[Row]:
        """The fields that have to be sent."""
        return [row for row in self.rows if row.differs]

    @property
    def other(self) -> Sequence[Row]:
        """The fields that stay as they are."""
        return [row for row in self.rows if not row.differs]


def compare(target: Target, person: Person) -> Comparison | None:
    """Judge one person anew; None when the store no longer knows them."""
    world = load_world(target)
    facts = load_people(world, [person.pk])
    judged = judge_people(world, facts)
    if not judged:
        return None
    one, verdict = judged[0], judged[0].verdict
    tone, said = _said(verdict, one)
    trouble = None
    if isinstance(verdict, Blocked):
        trouble = explain(verdict.code, verdict.text, verdict.hint)
    # Whoever is gone, or was made here, is not wanted whatever the rules say.
    ruled = not facts[0].left and facts[0].subject.sources
    asked = _asked(world.rules, facts[0]) if ruled else []
    notes = verdict.notes if isinstance(verdict, Wanted) else ()
    return Comparison(tone, said, trouble, asked, _rows(one), notes)


def _said(verdict: Verdict, one: Judged) -> tuple[str, str | Promise]:
    if isinstance(verdict, Wanted):
        words = {"context": verdict.scope, "profile": verdict.profile or "–"}
        said = _(
            "An account is wanted in context %(context)s, with the access profile %(profile)s."
        )
        return "good", said % words
    if isinstance(verdict, Absent):
        return "off", _CAUSES.get(verdict.cause, _("No account is wanted."))
    if isinstance(verdict, Waiting):
        return "warn", _("Somebody has to decide first who this is.")
    return "bad", _("An account is wanted, but it cannot be sent.")


_CAUSES = {
    "left the directory": gettext_lazy("No account is wanted: this person has left the directory."),
    "no rule assigns this person": gettext_lazy(
        "No account is wanted: no rule of this target matches."
    ),
    "made in the panel, not known to any source": gettext_lazy(
        "No account is wanted: this person was made in the panel, no source knows them."
    ),
}


def _asked(rules: Sequence[Rule], facts: Facts) -> list[Asked]:
    lines = []
    for rule in rules:
        if rule.kind == facts.subject.kind:
            miss = rule.misses(facts.subject)
            lines.append(Asked(rule.name, miss))
            if not miss:
                break
    return lines


def _rows(one: Judged) -> list[Row]:
    wanted = one.verdict.fields if isinstance(one.verdict, Wanted) else {}
    applied: Mapping[str, Any] = {}
    if one.applied is not None:
        applied = one.applied.fields
    elif one.found is not None:
        applied = one.found.fields
    differs = difference(wanted, applied, True) if wanted else {}
    names = [*wanted, *(name for name in applied if name not in wanted)]
    rows = [
        Row(
            str(called(name, "person:")),
            shown(wanted.get(name, "")),
            shown(applied.get(name, "")),
            name in differs,
        )
        for name in names
    ]
    filled = [row for row in rows if row.wanted or row.applied]
    return sorted(filled, key=lambda row: not row.differs)


def shown(value: Any) -> str:
    """A value as people read it: lists by comma, hashes cut."""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    text = "" if value is None else str(value)
    return f"{text[:23]}…" if text.startswith("sha256:") else text
