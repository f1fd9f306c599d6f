"""Which column a kind is kept under: people and groups have theirs, the rest are entries. Pure."""

ENTRIES = ("resource", "functional_account")
"""The kinds of entries that are carried to a target beside its contexts."""


def owner_of(kind: str) -> str:
    """The foreign key of an object of this kind: person, group or entry."""
    return kind if kind in {"person", "group"} else "entry"
