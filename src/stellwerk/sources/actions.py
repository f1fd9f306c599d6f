"""The only writers of sources."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from stellwerk.core.errors import StellwerkError
from stellwerk.core.masked import Masked
from stellwerk.core.secrets import keyring
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.sources.models import LAST, SIGN_ON, Record, Source


class Reserved(StellwerkError):
    """This name belongs to the people who come by signing in."""

    code = "source.reserved"
    hint = "Give the source another name."


def save_source(
    portal: Portal,
    name: str,
    *,
    kind: str,
    settings: dict[str, Any],
    secret: Masked | None,
    position: int,
    actor: str,
) -> tuple[Source, bool]:
    """Make a source or give it new settings; returns it and whether anything changed.

    Raises Reserved for the name of the source that nobody sets.
    """
    row = Source.objects.filter(portal=portal, name=name).first()
    if row is not None and not row.is_read:
        raise Reserved
    before = {} if row is None else {"kind": row.kind, **row.settings}
    after = {"kind": kind, **settings}
    same_secret = row is not None and opened(row).reveal() == (secret.reveal() if secret else "")
    if row is not None and before == after and same_secret and row.position == position:
        return row, False
    row = row or Source(portal=portal, name=name)
    row.kind, row.settings, row.position = kind, settings, position
    row.secret = keyring().seal(secret.reveal(), place(row)) if secret else ""
    row.save()
    note(portal, actor, [Note("source.save", f"source:{row.pk}", name, before, after)])
    return row, True


def sign_on_source(portal: Portal) -> Source:
    """The source of those who come by signing in, made if there is none; it counts last."""
    row = Source.objects.filter(portal=portal, kind=SIGN_ON).first()
    if row is not None:
        return row
    taken = set(Source.objects.filter(portal=portal).values_list("name", flat=True))
    names = (SIGN_ON, *(f"{SIGN_ON}{number}" for number in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    return Source.objects.create(portal=portal, name=name, kind=SIGN_ON, position=LAST)


def sort_sources(rows: Sequence[Source], *, actor: str) -> None:
    """Let sources count in this order: of a person found in two, the first one decides."""
    for position, row in enumerate(rows):
        if row.position != position:
            before, after = {"position": row.position}, {"position": position}
            row.position = position
            row.save(update_fields=["position"])
            line = Note("source.move", f"source:{row.pk}", row.name, before, after)
            note(row.portal, actor, [line])


def remove_source(row: Source, *, actor: str) -> None:
    """Forget a source with its records; who is known from nowhere else is on the way out."""
    lost = {owner: _known_from_here_alone(row, owner) for owner in ("person", "group", "entry")}
    before = {"kind": row.kind, **row.settings}
    note(row.portal, actor, [Note("source.remove", f"source:{row.pk}", row.name, before)])
    row.delete()
    people.leave(lost["person"])
    people.leave_groups(lost["group"])
    people.leave_entries(Entry.objects.filter(pk__in=lost["entry"]))


def _known_from_here_alone(row: Source, owner: str) -> list[int]:
    elsewhere = Record.objects.filter(**{owner: OuterRef(owner)}, absent_since=None)
    records = Record.objects.filter(source=row, **{f"{owner}__isnull": False})
    alone = records.exclude(Exists(elsewhere.exclude(source=row)))
    return list(alone.values_list(owner, flat=True).distinct())


def place(row: Source) -> str:
    """What a source's secret is bound to."""
    return f"sources.source.{row.public_id}"


def opened(row: Source) -> Masked:
    """A source's secret, opened; empty without one."""
    return keyring().open(row.secret, place(row)) if row.secret else Masked("")
