"""Answers: decoded values to the bytes of a SOAP response, all unset fields as nil."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from oxsim.faults import Fault, Refused
from oxsim.schema.field import Field, Namespace, ObjectType, Values
from oxsim.soap.scalars import WRITE, escape

_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
_PREFIX = {
    Namespace.OPERATIONS: "ns5",
    Namespace.COPY: "ns2",
    Namespace.OBJECTS: "ns3",
    Namespace.RMI: "ns4",
}
_OPEN = '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
_CLOSE = "</soap:Body></soap:Envelope>"
_DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for space, prefix in _PREFIX.items())
_OBJECTNAME = f'<objectname xmlns="{Namespace.FAULTS}" {_XSI}/>'
_exception_ids = itertools.count(1)

Write = Callable[[Any], str]
_writers: dict[ObjectType, Write] = {}


def write_answer(element: ObjectType, returns: Field | None, result: object) -> bytes:
    """Build the whole response to the operation whose request is ``element``.

    ``result`` is a value or None, or an iterable of values where ``returns`` repeats; with
    ``returns`` None the body is empty.
    """
    if returns is None:
        return f"{_OPEN}{_CLOSE}".encode()
    prefix = _PREFIX[element.namespace]
    write = _field(returns, prefix)
    inner = write(result) if result is not None else _nil(returns, prefix)
    tag = f"{prefix}:{element.name}Response"
    return f"{_OPEN}<{tag} {_DECLARED}>{inner}</{tag}>{_CLOSE}".encode()


def write_fault(refused: Refused, namespace: Namespace = Namespace.OPERATIONS) -> bytes:
    """Build a fault: its kind is only in the detail element, its text ends in exception ids."""
    text, detail = refused.message, ""
    if isinstance(refused, Fault):
        for _ in range(refused.wraps):
            text += f"; exceptionId 1773946519-{next(_exception_ids)}"
        kind = refused.kind
        extra = _OBJECTNAME if kind == "InvalidDataException" else ""
        detail = (
            f'<detail><{kind} xmlns="{namespace}"><{kind}>'
            f"<Exception {_XSI}/>{extra}</{kind}></{kind}></detail>"
        )
    return (
        f"{_OPEN}<soap:Fault><faultcode>{refused.code}</faultcode>"
        f"<faultstring>{escape(text)}</faultstring>{detail}</soap:Fault>{_CLOSE}"
    ).encode()


def _nil(field: Field, prefix: str) -> str:
    if field.many or not field.nillable:
        return ""
    return f"<{prefix}:{field.name} {_XSI}/>"


def _field(field: Field, prefix: str) -> Write:
    start, end = f"<{prefix}:{field.name}>", f"</{prefix}:{field.name}>"
    inner = _object(field.kind) if isinstance(field.kind, ObjectType) else WRITE[field.kind]
    if not field.many:
        return lambda value: f"{start}{inner(value)}{end}"

    def repeated(values: Iterable[Any]) -> str:
        return "".join([f"{start}{inner(value)}{end}" for value in values])

    return repeated


def _object(kind: ObjectType) -> Write:
    known = _writers.get(kind)
    if known is not None:
        return known
    prefix = _PREFIX[kind.namespace]
    plan = [(field.name, _nil(field, prefix), _field(field, prefix)) for field in kind.fields]

    def write(values: Values) -> str:
        get = values.get
        return "".join(
            [nil if (value := get(name)) is None else whole(value) for name, nil, whole in plan]
        )

    _writers[kind] = write
    return write
