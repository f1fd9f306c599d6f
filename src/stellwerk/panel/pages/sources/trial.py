"""Tries a source with settings that are not saved."""

from collections.abc import Iterator
from dataclasses import replace

from stellwerk.config.document import SourceWish
from stellwerk.config.storing import store_source
from stellwerk.core.check import Check, State
from stellwerk.panel.trials.trial import Trial, trials
from stellwerk.panel.trials.unsaved import impatient, taken_back
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.sources.checks import Glimpse, check_source
from stellwerk.sources.models import Source
from stellwerk.sync import checks
from stellwerk.targets.models import Target

_SHOWN = ("username", "displayName", "mailPrimaryAddress")


def begin(portal: Portal, wish: SourceWish, person: Person) -> Trial | None:
    """Begin a trial; None while too many are under way. Nothing is changed. Raises NothingKept."""
    with taken_back():
        secrets = {wish.password: wish.password.typed} if wish.password else {}
        row, _stored = store_source(portal, wish, secrets, position=0, actor=person.login)
        targets = Target.objects.filter(portal=portal).order_by("name")
        tried = [checks.trial_of(target) for target in targets]
    if row.kind == "ldap":
        row.settings = impatient(row.settings, "timeout")
    return trials.begin(person.pk, lambda: _steps(row, tried))


def _steps(row: Source, tried: list[checks.Trial]) -> Iterator[Check]:
    glimpse = Glimpse()
    prefix = f"source {row.name}: "
    for one in check_source(row, glimpse):
        yield replace(one, what=one.what.removeprefix(prefix).removeprefix(prefix[:-2]) or "source")
    seen = checks.Seen()
    seen.take(row.name, glimpse.people, glimpse.declared)
    for trial in tried:
        for one in checks.samples(trial, seen):
            yield replace(one, what=f"sample at {trial.target.name}")
    if glimpse.people and not tried:
        first = glimpse.people[0]
        said = [
            f"{name} {first.attributes[name][0]}" for name in _SHOWN if first.attributes.get(name)
        ]
        yield Check("sample", State.OK, f"{first.dn}: {', '.join(said)}")
