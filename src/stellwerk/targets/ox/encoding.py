"""Requests: values in, an envelope out. Pure.

Source: SOAP 1.1 document/literal wrapped, as Apache CXF reads it in OX. A field that is missing or
None is left out (OX: unchanged), `NIL` is sent as `xsi:nil` (OX: unchanged as well), and "" is
sent as an empty element (OX: cleared).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from stellwerk.core.said import say
from stellwerk.targets.ox.errors import Invalid
from stellwerk.targets.ox.operations import Operation
from stellwerk.targets.ox.types import DATA_NS, RMI_NS, SOAP_NS, XSI_NS, Complex, Field
from stellwerk.targets.ox.values import WRITERS

_PREFIXES = {DATA_NS: "d:", RMI_NS: "r:"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<soap:Envelope xmlns:soap="{SOAP_NS}" xmlns:d="{DATA_NS}" xmlns:r="{RMI_NS}"'
    f' xmlns:xsi="{XSI_NS}"><soap:Body>'
)
_TAIL = "</soap:Body></soap:Envelope>"


class Nil:
    """The type of `NIL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NIL"


NIL: Final = Nil()
"""Sent as `xsi:nil="true"`."""


@dataclass(frozen=True, slots=True)
class _Out:
    order: int
    field: Field
    tag: str


@cache
def _out(type_: Complex) -> dict[str, _Out]:
    prefix = _PREFIXES[type_.namespace]
    return {f.name: _Out(i, f, prefix + f.name) for i, f in enumerate(type_.fields)}


@cache
def _params(operation: Operation[Any]) -> dict[str, _Out]:
    return {f.name: _Out(i, f, f.name) for i, f in enumerate(operation.params)}


def encode(operation: Operation[Any], params: Mapping[str, Any]) -> bytes:
    """One request envelope, UTF-8.

    `params` holds the operation's parameters, `auth` included; objects are mappings of field
    names. Values are str (also for numbers, `true`/`false` and ISO dates), int, bool, date, bytes
    or a sequence of these where a field repeats. Raises `Invalid`, naming the field and never the
    value, for unknown fields, wrong types and characters XML cannot carry.
    """
    out = [_HEAD, f'<{operation.name} xmlns="{operation.namespace}">']
    _write(out, _params(operation), params, str(operation))
    out += (f"</{operation.name}>", _TAIL)
    return "".join(out).encode("utf-8")


def _write(out: list[str], plan: dict[str, _Out], values: Mapping[str, Any], where: str) -> None:
    try:
        names = sorted(values, key=lambda name: plan[name].order)
    except KeyError as error:
        name = str(error.args[0])
        raise Invalid(
            say("%(where)s has no field %(name)s", where=where, name=name), field=name
        ) from None
    for name in names:
        value = values[name]
        if value is None:
            continue
        entry = plan[name]
        if not entry.field.many:
            _element(out, entry, value)
        elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
            for item in value:
                _element(out, entry, item)
        else:
            raise Invalid(
                say(
                    "%(name)s must be a list, not %(given)s",
                    name=name,
                    given=type(value).__name__,
                ),
                field=name,
            )


def _element(out: list[str], entry: _Out, value: object) -> None:
    field = entry.field
    tag = entry.tag
    if value is NIL:
        out.append(f'<{tag} xsi:nil="true"/>')
    elif isinstance(field.type, Complex):
        if not isinstance(value, Mapping):
            raise Invalid(
                say(
                    "%(name)s must be an object, not %(given)s",
                    name=field.name,
                    given=type(value).__name__,
                ),
                field=field.name,
            )
        out.append(f"<{tag}>")
        _write(out, _out(field.type), value, field.type.name)
        out.append(f"</{tag}>")
    else:
        out.append(f"<{tag}>{WRITERS[field.type](value, field.name)}</{tag}>")
