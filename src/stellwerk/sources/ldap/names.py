"""Attribute names as servers spell them, in lower case."""

from stellwerk.sources.dialects.dialect import RawEntry

_BINARY = ";binary"


class Names:
    """Lowers attribute names, each spelling once; `ranged` tells that a range was among them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.ranged = False

    def lowered(self, values: dict[str, list[bytes]]) -> RawEntry:
        """Return the attributes with lower-case names, without language variants."""
        known = self._known
        try:
            return {known[name]: found for name, found in values.items()}
        except KeyError:
            return self._slowly(values)

    def _slowly(self, values: dict[str, list[bytes]]) -> RawEntry:
        entry: RawEntry = {}
        for name, found in values.items():
            bare = name.lower().removesuffix(_BINARY)
            if ";range=" in bare:
                self.ranged = True
                entry[bare] = found
            elif ";" not in bare:
                self._known[name] = bare
                entry[bare] = found
        return entry
