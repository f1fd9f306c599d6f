"""What a table of types is made of: scalar kinds, fields and object types."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = dict[str, Any]
"""One decoded object: field name to value; a field that is absent or nil is not in it."""


class Scalar(StrEnum):
    """The XML Schema types that occur in provisioning."""

    STRING = "string"
    INT = "int"
    LONG = "long"
    BOOLEAN = "boolean"
    DATE = "date"
    BASE64 = "base64Binary"


class Namespace(StrEnum):
    """The namespaces of operations and objects."""

    OPERATIONS = "http://soap.admin.openexchange.com"
    COPY = "http://soap.copy.user.admin.openexchange.com"
    OBJECTS = "http://dataobjects.soap.admin.openexchange.com/xsd"
    RMI = "http://dataobjects.rmi.admin.openexchange.com/xsd"
    FAULTS = "http://exceptions.rmi.admin.openexchange.com/xsd"
    REMOTE = "http://rmi.java/xsd"
    IO = "http://io.java/xsd"


@dataclass(frozen=True, slots=True)
class Field:
    """One element: its name, what it holds, and whether it repeats or may be nil."""

    name: str
    kind: "Scalar | ObjectType"
    many: bool = False
    nillable: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class ObjectType:
    """One complex type: its name, namespace and fields in wire order. Compared by identity."""

    name: str
    namespace: Namespace
    fields: tuple[Field, ...]


def object_type(name: str, namespace: Namespace, table: str, **nested: ObjectType) -> ObjectType:
    """Build a type from a table of ``field:kind`` words.

    ``*`` after the kind means repeated, ``!`` not nillable; a word without kind is a string.
    ``nested`` gives the object types that kinds in the table may name.
    """
    fields = []
    for word in table.split():
        field, _, kind = word.partition(":")
        plain = kind.rstrip("*!") or "string"
        target = nested[plain] if plain in nested else Scalar(plain)
        fields.append(Field(field, target, many="*" in kind, nillable="!" not in kind))
    return ObjectType(name, namespace, tuple(fields))
