"""The groups: one per office, groups of groups, an empty one, and Domain Users."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.names import OFFICES, login_part
from stellwerk.demo.directory.town import DOMAIN, GROUPS, Pairs, Town, escaped

MAX_MEMBERS = 500
_SPECIAL = 6
_NO_OX = "Fuhrpark"


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its name, who is in it, and whether OX gets it."""

    name: str
    members: list[str]
    ox: bool = True

    @property
    def dn(self) -> str:
        """Where the group lies in the directory."""
        return f"cn={escaped(self.name)},{GROUPS}"


def offices(town: Town) -> list[str]:
    """Return the names of the offices; person n works in number n modulo their count.

    Their count is a multiple of the count of contexts where it can be, so that all people of an
    office are in one context.
    """
    count = max(town.groups - _SPECIAL, 1)
    if count > town.contexts:
        count -= count % town.contexts
    laps = -(-count // len(OFFICES))
    names = [f"{name} {lap + 1}" if lap else name for lap in range(laps) for name in OFFICES]
    return names[:count]


def group_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield every group with its DN; none has more than MAX_MEMBERS members."""
    for number, group in enumerate(islice(_groups(town), town.groups)):
        pairs: Pairs = [
            ("objectClass", "posixGroup"),
            ("objectClass", "univentionGroup"),
            ("objectClass", "univentionObject"),
            ("objectClass", "oxGroup"),
            ("univentionObjectType", "groups/group"),
            ("cn", group.name),
            ("gidNumber", str(5001 + number)),
            ("isOxGroup", "OK" if group.ox else "Not"),
        ]
        if number % 4 == 1 and group.ox:
            pairs.append(("mailPrimaryAddress", f"gruppe-{number}@{DOMAIN}"))
        pairs += [("uniqueMember", member) for member in group.members[:MAX_MEMBERS]]
        yield group.dn, [*pairs, *town.ids(f"group/{login_part(group.name)}")]


def _groups(town: Town) -> Iterator[Group]:
    names = offices(town)
    rooms = [
        Group(name, _people(town, number, len(names)), name != _NO_OX)
        for number, name in enumerate(names)
    ]
    town_hall = Group("Alle Ämter", [group.dn for group in rooms[::2]])
    works = Group("Alle Betriebe", [group.dn for group in rooms[1::2]])
    yield Group("Domain Users", _people(town, 0, 1), ox=False)
    yield Group("Arbeitskreis Zukunft", [])
    yield Group("Personalrat", _people(town, 7, 31))
    yield town_hall
    yield works
    yield Group("Alle Mitarbeitenden", [town_hall.dn, works.dn])
    yield from rooms
    number = 0
    while True:
        number += 1
        yield Group(f"Projekt {number}", _people(town, number % town.people, town.contexts * 5))


def _people(town: Town, first: int, step: int) -> list[str]:
    return [identity(person).dn for person in islice(range(first, town.people, step), MAX_MEMBERS)]
