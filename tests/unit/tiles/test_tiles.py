"""Who sees which tile, and what is kept of each."""

import pytest

from stellwerk.people.actions import save_groups, set_members
from stellwerk.people.models import Group, Membership, Person
from stellwerk.portals.models import Portal, Trail
from stellwerk.tiles.actions import move_tile, remove_tile, save_tile
from stellwerk.tiles.address import BadAddress
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.models import Tile
from stellwerk.tiles.queries import tiles, tiles_for
from tests.browsing import person, portal

pytestmark = pytest.mark.django_db
MAIL = "https://mail.lindenau.test/"


def tile(where: Portal, name: str, group: str = "", **more: str) -> Tile:
    fields = TileFields(name, MAIL, group=group, **more)
    return save_tile(where, fields, actor="test")[0]


def group(where: Portal, name: str, *people: Person, within: Group | None = None) -> Group:
    (made,) = save_groups(where, [(None, name, "")])
    set_members(made, {f"1:{one.login}": (one.pk, None) for one in people})
    if within is not None:
        Membership.objects.create(group=within, ref=f"1:{name}", subgroup=made)
    return made


def seen(who: Person) -> list[str]:
    return [one.name for one in tiles_for(who)]


def test_without_a_group_everybody_sees_it_in_the_order_it_was_made() -> None:
    here = portal()
    for name in ("Mail", "Files", "Chat"):
        tile(here, name)
    tile(portal("Other"), "Elsewhere")
    assert seen(person(here)) == ["Mail", "Files", "Chat"]


def test_with_a_group_only_its_members_do_nested_ones_too() -> None:
    here = portal()
    anna, bert, carl = (person(here, login) for login in ("anna", "bert", "carl"))
    staff = group(here, "Staff", anna)
    group(here, "Teachers", bert, within=staff)
    tile(here, "Payroll", "STAFF")
    assert seen(anna) == seen(bert) == ["Payroll"]
    assert seen(carl) == []


def test_a_group_that_is_renamed_stays_the_one_that_was_meant() -> None:
    here = portal()
    anna, bert = person(here), person(here, "bert")
    staff = group(here, "Staff", anna)
    row = tile(here, "Payroll", "Staff")
    save_groups(here, [(staff, "Personnel", "")])
    group(here, "Staff", bert)
    assert seen(anna) == ["Payroll"]
    assert seen(bert) == []
    row.refresh_from_db()
    assert row.audience == "Personnel"
    save_tile(here, TileFields("Payroll", MAIL, group="Personnel"), row=row, actor="test")
    assert seen(anna) == ["Payroll"]


def test_a_group_that_is_gone_or_not_known_yet_shows_it_to_nobody() -> None:
    here = portal()
    anna = person(here)
    tile(here, "Payroll", "Staff")
    assert seen(anna) == []
    staff = group(here, "Staff", anna)
    assert seen(anna) == ["Payroll"]
    row = tile(here, "Wages", "Staff")
    assert row.group == staff
    staff.delete()
    assert seen(anna) == []
    row.refresh_from_db()
    assert (row.group, row.group_name) == (None, "Staff")


def test_two_groups_of_one_name_are_not_guessed_at() -> None:
    here = portal()
    group(here, "Staff")
    group(here, "staff")
    assert tile(here, "Payroll", "Staff").group is None


def test_every_change_is_on_the_trail_and_none_is_none() -> None:
    here = portal()
    row, changed = save_tile(here, TileFields("Mail", MAIL), actor="anna")
    assert changed
    again = save_tile(here, TileFields("Mail", MAIL), row=row, actor="anna")
    assert again == (row, False)
    save_tile(here, TileFields("Post", MAIL, "Post", "mail"), row=row, actor="anna")
    remove_tile(row, actor="anna")
    lines = Trail.objects.filter(object__startswith="tile:").order_by("pk")
    assert [line.verb for line in lines] == ["tile.save", "tile.save", "tile.remove"]
    assert lines[1].before["name"] == "Mail"
    assert lines[1].after["name"] == "Post"


def test_tiles_change_places() -> None:
    here = portal()
    rows = [tile(here, name) for name in "ABC"]
    assert move_tile(rows[2], earlier=True, actor="anna")
    assert [one.name for one in tiles(here)] == ["A", "C", "B"]
    assert not move_tile(rows[0], earlier=True, actor="anna")
    assert Trail.objects.filter(verb="tile.sort").count() == 1


def test_an_address_that_would_run_something_is_never_kept() -> None:
    with pytest.raises(BadAddress):
        save_tile(portal(), TileFields("Trap", "javascript:alert(1)"), actor="anna")
    assert not Tile.objects.exists()
