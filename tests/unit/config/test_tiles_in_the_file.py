"""The start page's tiles in the configuration file: there and back."""

import pytest

from stellwerk.config.exporting import export
from stellwerk.config.file import parse
from stellwerk.config.importing import import_document
from stellwerk.config.passwords import read_passwords
from stellwerk.config.problem import BadConfiguration
from stellwerk.people.actions import save_groups
from stellwerk.portals.models import Portal, Trail
from stellwerk.tiles.actions import save_tile
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.models import Tile
from stellwerk.tiles.queries import tiles
from tests.unit.config.importing_case import FILE, imported

PORTAL = '[portal]\nname = "Lindenau"\n'
MAIL = '[[tile]]\nname = "Mail"\naddress = "https://mail.test/"\nicon = "mail"\n'
FILES = '[[tile]]\nname = "Files"\nname_de = "Dateien"\naddress = "http://files"\ngroup = "Staff"\n'


def names(portal: Portal) -> list[str]:
    return [row.name for row in tiles(portal)]


@pytest.mark.django_db
def test_what_the_file_says_is_there_in_its_order_and_only_once() -> None:
    report, portal = imported(PORTAL + MAIL + FILES)
    assert report.made[1:] == ["tile Mail", "tile Files"]
    row = Tile.objects.get(name="Files")
    assert (row.name_de, row.icon, row.group, row.group_name) == ("Dateien", "globe", None, "Staff")
    lines = Trail.objects.count()
    report, _ = imported(PORTAL + MAIL + FILES)
    assert report.unchanged[1:] == ["tile Mail", "tile Files"]
    assert Trail.objects.count() == lines
    imported(PORTAL + FILES + MAIL)
    assert names(portal) == ["Files", "Mail"]


@pytest.mark.django_db
def test_an_export_is_imported_unchanged() -> None:
    _, portal = imported(PORTAL + MAIL + FILES)
    written = export(portal)
    report, _ = imported(written)
    assert not report.made + report.changed + report.removed
    assert export(portal) == written


@pytest.mark.django_db
def test_the_group_is_linked_as_soon_as_it_is_known() -> None:
    _, portal = imported(PORTAL + FILES)
    (staff,) = save_groups(portal, [(None, "staff", "")])
    report, _ = imported(PORTAL + FILES)
    assert not report.changed
    assert Tile.objects.get().group == staff
    save_groups(portal, [(staff, "Personnel", "")])
    assert 'group = "Personnel"' in export(portal)


@pytest.mark.django_db
def test_what_the_file_does_not_name_goes_only_when_pruned() -> None:
    _, portal = imported(PORTAL + MAIL)
    save_tile(portal, TileFields("Wiki", "https://wiki.test/"), actor="anna")
    document = parse(FILE, PORTAL + FILES + MAIL)
    report = import_document(document, read_passwords(document), actor="test")
    assert report.kept == ["tile Wiki"]
    assert names(portal) == ["Files", "Mail", "Wiki"]
    report, _ = imported(PORTAL + MAIL)
    assert report.removed == ["tile Wiki", "tile Files"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('address = "javascript:alert(1)"', "does not begin with https:// or http://"),
        ('address = "https://a:b@c.test/"', "a login or a password"),
        ('address = "https://c.test/"\nicon = "skull"', "is not known"),
        ('address = "https://c.test/"\ncolour = "red"', "this key is not known"),
        ("", "address is missing"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(wrong: str, said: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        parse(FILE, f'{PORTAL}[[tile]]\nname = "Trap"\n{wrong}\n')
    assert any(said in problem.text for problem in refused.value.problems)


def test_no_two_tiles_share_a_name() -> None:
    with pytest.raises(BadConfiguration) as refused:
        parse(FILE, PORTAL + MAIL + MAIL)
    assert [problem.line for problem in refused.value.problems] == [8]
