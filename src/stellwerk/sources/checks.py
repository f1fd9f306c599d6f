"""Whether a source can be read, and a first look at what is in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from stellwerk.core.check import Check, State
from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import joined, say
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.base import Source as Port
from stellwerk.sources.ldap.preflight import preflight
from stellwerk.sources.ldap.source import LdapSource
from stellwerk.sources.models import Source
from stellwerk.sources.readers import ldap_settings, reader

PEOPLE = 200
"""So many people of a source are looked at, to find one as a sample."""
_DECLARED = (Kind.CONTEXT, Kind.ACCESS_PROFILE)
_KINDS = {
    Kind.ACCESS_PROFILE: say("access profiles"),
    Kind.CONTEXT: say("contexts"),
    Kind.FUNCTIONAL_ACCOUNT: say("functional accounts"),
    Kind.GROUP: say("groups"),
    Kind.PERSON: say("people"),
    Kind.RESOURCE: say("resources"),
}


@dataclass(slots=True)
class Glimpse:
    """What a check saw of a source: its first people, all its contexts and access profiles."""

    people: list[ReadRecord] = field(default_factory=list)
    declared: list[ReadRecord] = field(default_factory=list)

    def take(self, record: ReadRecord) -> None:
        """Keep a record if it is one of those."""
        if record.kind is Kind.PERSON and len(self.people) < PEOPLE:
            self.people.append(record)
        elif record.kind in _DECLARED:
            self.declared.append(record)


def check_source(source: Source, glimpse: Glimpse) -> Iterator[Check]:
    """Try everything a reading of this source needs; what is seen on the way goes to `glimpse`."""
    if source.kind == "ldif":
        yield from _file(source, glimpse)
        return
    name = f"source {source.name}"
    fine = True
    try:
        settings = ldap_settings(source)
        for step in preflight(settings):
            fine = fine and step.outcome != State.FAIL.value
            state = State(step.outcome.value)
            yield Check(f"{name}: {step.what}", state, step.result, step.next_step)
        if fine:
            _look(LdapSource(replace(settings, kinds=(Kind.PERSON,))), glimpse, PEOPLE)
            known = tuple(kind for kind in _DECLARED if kind in settings.reader().shapes)
            if known:
                _look(LdapSource(replace(settings, kinds=known)), glimpse)
    except StellwerkError as error:
        yield Check(name, State.FAIL, error.message, error.hint)


def _look(port: Port, glimpse: Glimpse, enough: int = 0) -> None:
    for number, record in enumerate(port.read(), 1):
        glimpse.take(record)
        if number == enough:
            return


def _file(source: Source, glimpse: Glimpse) -> Iterator[Check]:
    name = f"source {source.name}"
    reading = reader(source).read()
    counts: dict[Kind, int] = {}
    for record in reading:
        counts[record.kind] = counts.get(record.kind, 0) + 1
        glimpse.take(record)
    found = joined(
        (
            say("%(kind)s: %(number)s", kind=_KINDS.get(kind, kind), number=number)
            for kind, number in sorted(counts.items())
        ),
        by=", ",
    )
    if not reading.complete:
        hint = say("Write the file anew, whole; until then nobody is removed because of it.")
        state = State.WARN if counts else State.FAIL
        text = joined([reading.reason, found or say("nothing read")], by="; ")
        yield Check(f"{name}: file", state, text, hint)
        return
    yield Check(f"{name}: file", State.OK, say("read to its end: %(found)s", found=found))
    if reading.problem_count:
        first = reading.problems[0]
        text = say(
            "objects that cannot be taken: %(number)s; the first: %(dn)s: %(text)s",
            number=reading.problem_count,
            dn=first.dn,
            text=first.text,
        )
        yield Check(f"{name}: objects", State.WARN, text, first.hint)
