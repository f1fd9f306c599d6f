"""Answers to what is held: approve it, or leave things as they are. Only what still stands."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction

from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources import absences
from stellwerk.sources.models import Source
from stellwerk.sources.queries import missing
from stellwerk.sync import held as held_rows
from stellwerk.sync import plan
from stellwerk.sync.changes import Change
from stellwerk.sync.marks import mark, number_of
from stellwerk.sync.models import Applied
from stellwerk.sync.owning import ENTRIES
from stellwerk.targets.models import Target

BATCH = 500
Shown = Mapping[str, Any]
"""A change as a stored plan shows it."""


class Answer(StrEnum):
    """What is said to a held change."""

    APPROVE = "approve"
    DROP = "drop"


@dataclass(slots=True)
class Answered:
    """How many changes were answered; `moved` are those that no longer stand as shown."""

    done: int = 0
    moved: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For the job's result: how many moved, and the first hundred by name."""
        return {"done": self.done, "moved": len(self.moved), "moved_names": self.moved[:100]}


def standing(portal: Portal, shown: Iterable[Shown]) -> Iterator[tuple[Target, list[Change], Any]]:
    """Batch by batch: the target, which of the shown held changes still stand, which moved."""
    targets = {row.name: row for row in Target.objects.filter(portal=portal)}
    for batch in _batches(shown):
        by_target: dict[str, list[Shown]] = {}
        for change in batch:
            by_target.setdefault(change["target"], []).append(change)
        for name, some in by_target.items():
            now: dict[str, Change] = {}
            if name in targets:
                keys = sorted({change["object"] for change in some})
                now = {c.digest: c for c in plan.changes_of(targets[name], keys) if c.held}
            moved = [_named(change) for change in some if change["digest"] not in now]
            still = [now[change["digest"]] for change in some if change["digest"] in now]
            if name in targets:
                yield targets[name], still, moved


def answer(
    portal: Portal,
    shown: Iterable[Shown],
    verb: Answer,
    *,
    actor: str,
    progress: Callable[[int], None] | None = None,
) -> Answered:
    """Approve or drop held changes as far as they still stand, each with a line in the trail."""
    result = Answered()
    for target, still, moved in standing(portal, shown):
        _write(target, still, verb, actor)
        result.done += len(still)
        result.moved += moved
        if progress is not None:
            progress(result.done)
    return result


def answer_object(portal: Portal, key: str, verb: Answer, *, actor: str) -> int:
    """Approve or drop everything that is held of one object; returns how many changes.

    An absence that is held counts too where nothing at a target hangs on it.
    """
    done = _answer_keys(portal, [key], verb, actor)
    if verb is Answer.APPROVE and not done:
        people, groups = _numbers([key], "person"), _numbers([key], "group")
        entries = _entries([key])
        done = absences.confirm(portal, people=people, groups=groups, entries=entries, actor=actor)
    return done


def answer_absences(source: Source, verb: Answer, *, actor: str) -> int:
    """Approve all absences that a source holds, with all they lead to, or drop what they lead to.

    How many: absent records for an approval, else changes.
    """
    rows = missing(source.portal).filter(source=source)
    people = rows.exclude(person=None).values_list("person_id", flat=True)
    groups = list(rows.exclude(group=None).values_list("group_id", flat=True))
    scoped = Applied.objects.filter(group__in=groups).values_list("object", flat=True)
    entries = list(rows.exclude(entry=None).values_list("entry_id", flat=True))
    there = Applied.objects.filter(entry__in=entries).exclude(object__startswith="context:")
    keys = [*(f"person:{pk}" for pk in people), *scoped, *there.values_list("object", flat=True)]
    count = rows.count()
    done = 0
    for start in range(0, len(keys), BATCH):
        done += _answer_keys(source.portal, keys[start : start + BATCH], verb, actor)
    if verb is Answer.DROP:
        return done
    absences.confirm(source.portal, source=source, actor=actor)
    return count


def _answer_keys(portal: Portal, keys: list[str], verb: Answer, actor: str) -> int:
    done = 0
    for target in Target.objects.filter(portal=portal):
        changes = [change for change in plan.changes_of(target, keys) if change.held]
        _write(target, changes, verb, actor)
        done += len(changes)
    return done


def _write(target: Target, changes: list[Change], verb: Answer, actor: str) -> None:
    if not changes:
        return
    with transaction.atomic():
        if verb is Answer.DROP:
            held_rows.drop(target.pk, changes)
        else:
            held_rows.approve(target.pk, changes)
            keys = [change.object for change in changes if change.absence]
            people, groups = _numbers(keys, "person"), _numbers(keys, "group")
            entries = _entries(keys)
            absences.confirm(
                target.portal, people=people, groups=groups, entries=entries, actor=actor
            )
        mark(target.pk, sorted({change.object for change in changes}), 0)
        note(target.portal, actor, [_noted(change, verb) for change in changes])


def _numbers(keys: Iterable[str], kind: str) -> list[int]:
    return [number_of(key) for key in keys if key.startswith(f"{kind}:")]


def _entries(keys: Collection[str]) -> list[int]:
    return [number for kind in ENTRIES for number in _numbers(keys, kind)]


def _noted(change: Change, verb: Answer) -> Note:
    after = {"part": change.part, "action": change.action, "digest": change.digest}
    return Note(f"change.{verb}", change.object, change.name, {}, after)


def _named(change: Shown) -> dict[str, str]:
    return {name: change[name] for name in ("target", "object", "name", "action")}


def _batches(changes: Iterable[Shown]) -> Iterator[list[Shown]]:
    rest = iter(changes)
    while batch := list(islice(rest, BATCH)):
        yield batch
