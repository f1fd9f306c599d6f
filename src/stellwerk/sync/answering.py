"""Answers to what is held: approve it, or leave things as they are. Only what still stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction

from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sync import held as held_rows
from stellwerk.sync import plan
from stellwerk.sync.changes import Change
from stellwerk.sync.marks import mark
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
    """Approve or drop everything that is held of one object; returns how many changes."""
    done = 0
    for target in Target.objects.filter(portal=portal):
        changes = [change for change in plan.changes_of(target, [key]) if change.held]
        _write(target, changes, verb, actor)
        done += len(changes)
    return done


def _write(target: Target, changes: list[Change], verb: Answer, actor: str) -> None:
    if not changes:
        return
    with transaction.atomic():
        for change in changes:
            if verb is Answer.APPROVE:
                held_rows.approve(target.pk, change)
            else:
                held_rows.drop(target.pk, change)
        mark(target.pk, sorted({change.object for change in changes}), 0)
        note(target.portal, actor, [_noted(change, verb) for change in changes])


def _noted(change: Change, verb: Answer) -> Note:
    after = {"part": change.part, "action": change.action, "digest": change.digest}
    return Note(f"change.{verb}", change.object, change.name, {}, after)


def _named(change: Shown) -> dict[str, str]:
    return {name: change[name] for name in ("target", "object", "name", "action")}


def _batches(changes: Iterable[Shown]) -> Iterator[list[Shown]]:
    rest = iter(changes)
    while batch := list(islice(rest, BATCH)):
        yield batch
