"""Requests as the product sends them, filled to the brim."""

from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.targets.ox.operations import Operation
from stellwerk.targets.ox.types import Complex, Field, Kind

_SCALARS: dict[Kind, Any] = {
    Kind.STRING: "Grün & <Weiß> \"x\" 'y' 😀\ttab",
    Kind.INT: 2_147_483_647,
    Kind.LONG: -9_223_372_036_854_775_808,
    Kind.BOOLEAN: True,
    Kind.DATE: "1980-01-02",
    Kind.BASE64: bytes(range(256)),
}


def full_value(type_: Kind | Complex) -> Any:
    """A value of a type with every field set."""
    if isinstance(type_, Complex):
        return {field.name: full_field(field) for field in type_.fields}
    return _SCALARS[type_]


def full_field(field: Field) -> Any:
    """A value for a field; two where it repeats."""
    value = full_value(field.type)
    return [value, value] if field.many else value


def full(operation: Operation[Any]) -> dict[str, Any]:
    """Every parameter with every field."""
    params = {field.name: full_field(field) for field in operation.params}
    params["auth"] = {"login": "oxadminmaster", "password": Masked("geheim & <so>")}
    return params


def typical(operation: Operation[Any]) -> dict[str, Any]:
    """What a worker sends: few fields, numbers and booleans as text, empty text, no lists."""
    params: dict[str, Any] = {}
    for field in operation.params:
        if field.name == "auth":
            params[field.name] = {"login": "oxadmin", "password": Masked("x")}
        elif isinstance(field.type, Complex):
            one = {
                inner.name: "12" if inner.type in {Kind.INT, Kind.LONG} else "true"
                for inner in field.type.fields
                if isinstance(inner.type, Kind)
                and inner.type not in {Kind.DATE, Kind.BASE64}
                and not inner.many
            }
            one |= {name: "" for name in ("note", "email2") if name in one}
            params[field.name] = [one] if field.many else one
        elif field.name in {"search_pattern", "pattern"}:
            params[field.name] = "*"
    return params
