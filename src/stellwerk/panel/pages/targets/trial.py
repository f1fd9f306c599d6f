"""Tries a target with settings that are not saved."""

from stellwerk.config.saving import save_target
from stellwerk.panel.pages.targets.wanted import Wanted
from stellwerk.panel.trials.trial import Trial, trials
from stellwerk.panel.trials.unsaved import impatient, taken_back
from stellwerk.people.models import Entry, Person
from stellwerk.portals.models import Portal
from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.checks import PEOPLE
from stellwerk.sources.models import Record, Source
from stellwerk.sync import checks
from stellwerk.targets.declared import FROM_DIRECTORIES


def begin(portal: Portal, wanted: Wanted, person: Person) -> Trial | None:
    """Begin a trial; None while too many are under way. Nothing is changed.

    Raises what `save_target` raises.
    """
    with taken_back():
        row = save_target(portal, wanted.target, dropped=wanted.dropped, actor=person.login)
        trial = checks.trial_of(row)
    row.settings = impatient(row.settings, "deadline")
    seen = _seen(portal)
    return trials.begin(person.pk, lambda: checks.checks(trial, seen))


def _seen(portal: Portal) -> checks.Seen:
    """What the last readings brought: some people of each source, contexts, access profiles."""
    seen = checks.Seen()
    for source in Source.objects.filter(portal=portal).order_by("position", "pk"):
        records = Record.objects.filter(source=source, kind="person", absent_since=None)
        seen.people[source.name] = [_read(one) for one in records.order_by("pk")[:PEOPLE]]
    for entry in Entry.objects.filter(FROM_DIRECTORIES, portal=portal, left_at=None):
        if entry.kind == "context":
            seen.contexts |= set(entry.attributes.get("contextid", ())[:1])
        elif entry.kind == "access_profile":
            seen.profiles.add(entry.name)
    return seen


def _read(one: Record) -> ReadRecord:
    return ReadRecord(Kind.PERSON, one.ident, one.dn, one.attributes, {}, bytes(one.fingerprint))
