"""What is wanted against what is there: the fields of one object that would change. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from stellwerk.core.said import say
from stellwerk.sync.changes import ADOPT, CREATE, FIELDS, UPDATE, Change
from stellwerk.sync.wanted import Applied, Found, Verdict, Wanted, World
from stellwerk.targets.ox.access import ACCESS, same_rights
from stellwerk.targets.ox.difference import diff_user


@dataclass(frozen=True, slots=True)
class Judged:
    """One object with what is wanted of it, what is there, and what would therefore happen.

    `first` are the names (field -> (old, new)) that an account gets where it is before it moves.
    """

    key: str
    number: int
    label: str
    verdict: Verdict
    draft: Verdict
    applied: Applied | None = None
    found: Found | None = None
    changes: tuple[Change, ...] = ()
    in_the_way: str = ""
    recheck_at: datetime | None = None
    first: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """person, group, context, resource or functional_account."""
        return self.key.partition(":")[0]


def fields_change(
    world: World,
    key: str,
    label: str,
    rank: int,
    verdict: Verdict,
    applied: Applied | None,
    found: Found | None,
) -> tuple[Change, ...]:
    """The free part of a change; ``held`` only where everything is (apply = manual)."""
    if not isinstance(verdict, Wanted):
        return ()
    if applied is not None and applied.remote_id:
        action, base, remote = UPDATE, applied.fields, applied.remote_id
    elif found is not None:
        action, base, remote = ADOPT, found.fields, found.remote_id
    else:
        action, base, remote = CREATE, {}, ""
    fields = difference(verdict.fields, base, rank == 1)
    if action == UPDATE and not fields:
        return ()
    cause = say("rule %(rule)s", rule=verdict.rule.name) if verdict.rule else ""
    notes = list(verdict.notes)
    if rank == 1 and base:
        kept = diff_user(base, _plain(verdict.fields)).uncleared
        notes += [say("%(field)s: %(text)s", field=note.field, text=note.text) for note in kept]
    change = Change(
        world.name, key, label, rank, FIELDS, action, remote, fields,
        cause=cause, held=world.manual, notes=tuple(notes),
    )  # fmt: skip
    return (change,)


def difference(wanted: Any, base: Any, is_user: bool) -> dict[str, tuple[Any, Any]]:
    """What has to be sent: field -> (old, new). For users by OX's rules of what can be changed."""
    if not base:
        return {name: ("", value) for name, value in wanted.items() if value not in ("", [], None)}
    if is_user:
        send: dict[str, Any] = dict(diff_user(base, _plain(wanted)).send)
        if ACCESS not in base or not same_rights(base[ACCESS], wanted[ACCESS]):
            send[ACCESS] = wanted[ACCESS]
    else:
        send = {name: value for name, value in wanted.items() if base.get(name, "") != value}
    return {name: (base.get(name, ""), value) for name, value in send.items()}


def _plain(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if name != ACCESS}
