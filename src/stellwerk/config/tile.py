"""``[[tile]]``: a way from the start page to a service."""

from stellwerk.config.document import TileWish
from stellwerk.config.section import Section
from stellwerk.tiles.address import checked
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.icons import ICONS, USUAL

_LONGEST = 80


def tile(section: Section) -> TileWish:
    """One tile; those of a file stand in its order."""
    name = _short(section, "name", required=True)
    german = _short(section, "name_de")
    address = section.text("address", required=True)
    if address:
        hint = "Write it whole: https://mail.example.org/."
        section.checked("address", address, checked, hint)
    icon = section.choice("icon", ICONS, USUAL)
    group = section.text("group")
    section.end()
    return TileWish(TileFields(name, address, german, icon, group[:255]), section)


def _short(section: Section, name: str, *, required: bool = False) -> str:
    text = section.text(name, required=required)
    if len(text) > _LONGEST:
        section.problem(name, f"this is longer than {_LONGEST} characters", "Shorten it.")
    return text
