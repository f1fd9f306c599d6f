"""Reads of tiles."""

from collections.abc import Sequence

from stellwerk.core import fold
from stellwerk.people.models import Group, Person
from stellwerk.people.queries import groups_of_person
from stellwerk.portals.models import Portal
from stellwerk.tiles.models import Tile


def tiles(portal: Portal) -> Sequence[Tile]:
    """All tiles of a portal, as they are ordered."""
    rows = Tile.objects.filter(portal=portal).select_related("group")
    return list(rows.order_by("position", "pk"))


def tiles_for(person: Person) -> Sequence[Tile]:
    """The tiles somebody sees, as they are ordered: those for all, and those of their groups."""
    rows = tiles(person.portal)
    if not any(row.group_name for row in rows):
        return rows
    mine = Group.objects.filter(
        portal=person.portal_id, pk__in=groups_of_person(person.pk), left_at=None
    )
    names = dict(mine.values_list("pk", "name_key"))
    return [row for row in rows if not row.group_name or _is_for(row, names)]


def _is_for(tile: Tile, mine: dict[int, str]) -> bool:
    if tile.group_id is not None:
        return tile.group_id in mine
    return fold.key(tile.group_name) in mine.values()


def groups_called(portal: Portal, name: str) -> Sequence[Group]:
    """The groups that a name may mean; two at most are looked for."""
    rows = Group.objects.filter(portal=portal, name_key=fold.key(name)[:255], left_at=None)
    return list(rows.order_by("pk")[:2])
