"""What can be said of a tile. Pure: the configuration file is read before there is a store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TileFields:
    """What a tile says; `group` is the name of the group whose members alone see it, "" for all."""

    name: str
    address: str
    name_de: str = ""
    icon: str = "globe"
    group: str = ""
