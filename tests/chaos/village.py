"""The directory of one trial: the bundled town, small, and open to edits."""

import io
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from stellwerk.demo.directory.ldif import write_entry
from stellwerk.demo.directory.town import OX, PEOPLE, Pairs, Town
from stellwerk.demo.directory.tree import context_entries
from stellwerk.demo.directory.write import entries

Values = dict[str, list[str | bytes]]


@dataclass(slots=True)
class Item:
    """One entry: its DN and its attributes in the order they are written."""

    dn: str
    values: Values

    def first(self, name: str) -> str:
        """The first value of an attribute, "" without one."""
        values = self.values.get(name)
        return str(values[0]) if values else ""

    def set(self, name: str, *values: str | bytes) -> None:
        """Replace an attribute; without values it goes away."""
        if values:
            self.values[name] = list(values)
        else:
            self.values.pop(name, None)

    @property
    def ident(self) -> str:
        """The immutable id."""
        return self.first("entryUUID")


@dataclass(slots=True)
class Village:
    """All entries by immutable id, with those that are not there yet in `reserve`.

    `logins` and `titles` remember which names a person (employee number) or a group (immutable
    id) ever had: what was sent under an old name still counts as the same object.
    """

    items: dict[str, Item]
    reserve: list[Item]
    logins: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def found(cls, people: int, reserve: int, groups: int, seed: str) -> "Village":
        """A town of `people`, with `reserve` more people and one more context still to come."""
        everybody = people + reserve
        town = Town(everybody, 2, groups, seed, 6)
        items = [_item(dn, pairs) for dn, pairs in entries(town)]
        late = [item for item in items if item.dn.endswith(PEOPLE) and item.first("uid")][people:]
        third = list(context_entries(Town(everybody, 3, groups, seed, 6)))[2]
        absent = {item.dn for item in late}
        for item in items:
            members = item.values.get("uniqueMember")
            if members:
                item.set("uniqueMember", *(one for one in members if one not in absent))
        village = cls(
            {item.ident: item for item in items if item.dn not in absent},
            [*late, _item(*third)],
        )
        village.remember()
        return village

    def people(self) -> list[Item]:
        """Everybody who is there."""
        return [item for item in self.items.values() if "uid" in item.values]

    def groups(self) -> list[Item]:
        """The groups that go to OX, without the ones that hold everybody."""
        return [item for item in self.items.values() if item.first("isOxGroup") == "OK"]

    def contexts(self) -> list[Item]:
        """The contexts that are declared."""
        return [item for item in self.items.values() if "oxContextIDNum" in item.values and
                item.dn.endswith(OX)]  # fmt: skip

    def profiles(self) -> list[Item]:
        """The access profiles."""
        return [item for item in self.items.values() if "oxRightWebmail" in item.values]

    def add(self, item: Item) -> None:
        """Let an entry appear."""
        self.items[item.ident] = item
        self.remember()

    def remove(self, item: Item) -> None:
        """Let an entry and all references to it go away; it may come back."""
        del self.items[item.ident]
        for group in self._holders(item.dn):
            group.set("uniqueMember", *(m for m in group.values["uniqueMember"] if m != item.dn))

    def move(self, item: Item, dn: str) -> None:
        """Rename an entry; references follow, as refint makes them."""
        old, item.dn = item.dn, dn
        for group in self._holders(old):
            members = group.values["uniqueMember"]
            group.set("uniqueMember", *(dn if m == old else m for m in members))
        self.remember()

    def _holders(self, dn: str) -> Iterator[Item]:
        return (i for i in list(self.items.values()) if dn in i.values.get("uniqueMember", ()))

    def remember(self) -> None:
        """Note which names are in use now."""
        for item in self.items.values():
            if "uid" in item.values:
                self.logins.setdefault(item.first("uid"), item.first("employeeNumber"))
            elif "gidNumber" in item.values:
                self.titles.setdefault(item.first("cn"), item.ident)

    def ldif(self) -> bytes:
        """The directory as it stands."""
        file = io.BytesIO()
        for item in self.items.values():
            pairs: Pairs = [(name, v) for name, values in item.values.items() for v in values]
            ids = [(n, v) for n, v in pairs if n in {"univentionObjectIdentifier", "entryUUID"}]
            write_entry(file, item.dn, [pair for pair in pairs if pair not in ids] + ids)
        return file.getvalue()

    def copy_of(self, ident: str) -> Values:
        """The attributes of an entry as they are now, to come back to."""
        return deepcopy(self.items[ident].values)


def _item(dn: str, pairs: Pairs) -> Item:
    values: Values = {}
    for name, value in pairs:
        if value:
            values.setdefault(name, []).append(value)
    return Item(dn, values)
