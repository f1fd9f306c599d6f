"""The only writers of tiles."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from stellwerk.people.models import Group
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.tiles.address import checked
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.models import Tile
from stellwerk.tiles.queries import groups_called, tiles


def save_tile(
    portal: Portal, fields: TileFields, *, row: Tile | None = None, actor: str
) -> tuple[Tile, bool]:
    """Make a tile, after all others, or change one; returns it and whether anything changed.

    Raises BadAddress for an address that is none on the web.
    """
    address = checked(fields.address)
    with transaction.atomic():
        tile = row or Tile(portal=portal, position=_next(portal))
        before = _said(tile) if row is not None else {}
        linked = tile.group_id
        tile.group = _group(tile, fields.group)
        tile.name, tile.name_de, tile.address = fields.name, fields.name_de, address
        tile.icon, tile.group_name = fields.icon, fields.group
        after = _said(tile)
        if before == after and linked == tile.group_id:
            return tile, False
        tile.save()
        if before != after:
            note(portal, actor, [Note("tile.save", f"tile:{tile.pk}", tile.name, before, after)])
    return tile, before != after


def _group(tile: Tile, name: str) -> Group | None:
    """The group that is meant. One that was meant before stays, whatever it is called now."""
    known = tile.group
    if known is not None and known.left_at is None and name in (known.name, tile.group_name):
        return known
    found = groups_called(tile.portal, name) if name else []
    return found[0] if len(found) == 1 else None


def _said(row: Tile) -> dict[str, Any]:
    """A tile's fields, for the trail."""
    return asdict(TileFields(row.name, row.address, row.name_de, row.icon, row.group_name))


def _next(portal: Portal) -> int:
    last = Tile.objects.filter(portal=portal).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def move_tile(row: Tile, *, earlier: bool, actor: str) -> bool:
    """Change places with the tile before or after it. Whether there was one."""
    with transaction.atomic():
        rows = list(tiles(row.portal))
        here = rows.index(row)
        there = here - 1 if earlier else here + 1
        if not 0 <= there < len(rows):
            return False
        rows[here], rows[there] = rows[there], rows[here]
        sort_tiles(row.portal, rows, actor=actor)
    return True


def sort_tiles(portal: Portal, rows: list[Tile], *, actor: str) -> bool:
    """Put these tiles into this order. Whether it was another one."""
    with transaction.atomic():
        before = [one.name for one in sorted(rows, key=lambda one: (one.position, one.pk))]
        for position, one in enumerate(rows):
            if one.position != position:
                Tile.objects.filter(pk=one.pk).update(position=position)
        after = [one.name for one in rows]
        if before == after:
            return False
        key = f"portal:{portal.pk}"
        line = Note("tile.sort", key, portal.name, {"tiles": before}, {"tiles": after})
        note(portal, actor, [line])
    return True


def remove_tile(row: Tile, *, actor: str) -> None:
    """Take a tile off the start page."""
    with transaction.atomic():
        line = Note("tile.remove", f"tile:{row.pk}", row.name, _said(row))
        note(row.portal, actor, [line])
        row.delete()
