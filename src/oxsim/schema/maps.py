"""Maps of strings, as user and context attributes carry them."""

from oxsim.schema.field import Namespace, ObjectType, Values, object_type

Attributes = dict[str, dict[str, str]]
"""Attributes by namespace and key."""

ENTRY = object_type("Entry", Namespace.OBJECTS, "key value")
STRING_MAP: ObjectType = object_type(
    "SOAPStringMap", Namespace.OBJECTS, "entries:Entry*", Entry=ENTRY
)
MAP_ENTRY = object_type(
    "SOAPMapEntry", Namespace.OBJECTS, "key value:StringMap", StringMap=STRING_MAP
)
STRING_MAP_MAP = object_type(
    "SOAPStringMapMap", Namespace.OBJECTS, "entries:MapEntry*", MapEntry=MAP_ENTRY
)


def merged(held: Attributes, sent: Values) -> Attributes:
    """Merge sent attributes key by key: an omitted key stays, an empty one is removed."""
    result = {space: dict(entries) for space, entries in held.items()}
    for outer in sent.get("entries", []):
        space = result.setdefault(outer.get("key", ""), {})
        for inner in outer.get("value", {}).get("entries", []):
            if inner.get("value"):
                space[inner.get("key", "")] = inner["value"]
            else:
                space.pop(inner.get("key", ""), None)
    return {space: entries for space, entries in result.items() if entries}


def as_values(held: Attributes) -> Values:
    """Give attributes the shape in which they are answered."""
    return {
        "entries": [
            {
                "key": space,
                "value": {"entries": [{"key": key, "value": entries[key]} for key in entries]},
            }
            for space, entries in held.items()
        ]
    }
