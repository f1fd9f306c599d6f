"""SOAP messages of OX's provisioning services: values in, bytes out, and back. Pure.

Source: SOAP 1.1 document/literal wrapped, as Apache CXF speaks it in OX. A field that is missing
or None is left out (OX: unchanged), `NIL` is sent as `xsi:nil` (OX: unchanged as well), and ""
is sent as an empty element (OX: cleared).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar, cast

from lxml import etree

from stellwerk.targets.ox.errors import Invalid, OxError, Unreadable
from stellwerk.targets.ox.faults import fault_from
from stellwerk.targets.ox.operations import Operation, Record
from stellwerk.targets.ox.types import DATA_NS, RMI_NS, Complex, Field
from stellwerk.targets.ox.values import READERS, WRITERS

Result = TypeVar("Result")

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NIL = f"{{{_XSI}}}nil"
_PREFIXES = {DATA_NS: "d:", RMI_NS: "r:"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<soap:Envelope xmlns:soap="{_SOAP}" xmlns:d="{DATA_NS}" xmlns:r="{RMI_NS}"'
    f' xmlns:xsi="{_XSI}"><soap:Body>'
)
_TAIL = "</soap:Body></soap:Envelope>"

DEFAULT_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a single answer that are read at most."""


class Nil:
    """The type of `NIL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NIL"


NIL: Final = Nil()
"""Sent as `xsi:nil="true"`."""


# --- out ----------------------------------------------------------------------------------------


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
        raise Invalid(f"{where} has no field {name}", field=name) from None
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
            raise Invalid(f"{name} must be a list, not {type(value).__name__}", field=name)


def _element(out: list[str], entry: _Out, value: object) -> None:
    field = entry.field
    tag = entry.tag
    if value is NIL:
        out.append(f'<{tag} xsi:nil="true"/>')
    elif isinstance(field.type, Complex):
        if not isinstance(value, Mapping):
            raise Invalid(
                f"{field.name} must be an object, not {type(value).__name__}", field=field.name
            )
        out.append(f"<{tag}>")
        _write(out, _out(field.type), value, field.type.name)
        out.append(f"</{tag}>")
    else:
        out.append(f"<{tag}>{WRITERS[field.type](value, field.name)}</{tag}>")


# --- in -----------------------------------------------------------------------------------------

_PRESENT = etree.XPath("*[not(@x:nil='true' or @x:nil='1')]", namespaces={"x": _XSI})


@cache
def _in(type_: Complex) -> dict[str, Field]:
    return {f"{{{type_.namespace}}}{f.name}": f for f in type_.fields}


def decode(data: bytes, operation: Operation[Result], *, limit: int = DEFAULT_LIMIT) -> Result:
    """What an answer says: a record, a list of records, a scalar, or None for an empty answer.

    Fields that are nil are left out of records, fields this version does not know are ignored.
    Raises the error of `faults.fault_from` for a SOAP fault, and `Unreadable` for what is no such
    answer: not XML, cut, a DOCTYPE, more than `limit` bytes, another operation's answer.
    """
    if len(data) > limit:
        raise Unreadable(f"it is larger than {limit} bytes")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"it is not whole XML ({error})") from error
    _no_doctype(root)
    answer = _answer(root, operation)
    returns = operation.returns
    if returns is None:
        return cast(Result, None)
    found = [] if answer is None else answer.findall(f"{{{operation.namespace}}}return")
    values = [_value(element, returns) for element in found if not _is_nil(element)]
    if returns.many:
        return cast(Result, values)
    if len(values) != 1:
        raise Unreadable(f"{operation} answered {len(values)} values instead of one")
    return cast(Result, values[0])


def decode_stream(chunks: Iterable[bytes], operation: Operation[list[Record]]) -> Iterator[Record]:
    """The records of a long list, one by one while the chunks arrive; memory stays flat.

    Raises like `decode`. A list that ends early raises `Unreadable` after its last whole record,
    so a caller that needs the complete list must exhaust the iterator.
    """
    if operation.returns is None or not operation.returns.many:
        raise ValueError(f"{operation} does not return a list")
    wrapper = f"{{{operation.namespace}}}{operation.name}Response"
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(wrapper, f"{{{operation.namespace}}}return", f"{{{_SOAP}}}Fault"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    seen = False
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for event, found in parser.read_events():
                element = cast(etree._Element, found)
                if event == "start":
                    _no_doctype(element)
                    seen = seen or element.tag == wrapper
                    continue
                if element.tag == f"{{{_SOAP}}}Fault":
                    raise _fault(element)
                parent = element.getparent()
                if element.tag == wrapper or parent is None or parent.tag != wrapper:
                    continue
                if not _is_nil(element):
                    yield _value(element, operation.returns)
                parent.remove(element)
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"it is not whole XML ({error})") from error
    if not seen:
        raise Unreadable(f"it is not the answer to {operation}")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _no_doctype(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("it declares a DOCTYPE, which no SOAP message may")


def _is_nil(element: etree._Element) -> bool:
    return element.get(_NIL) in {"true", "1"}


def _answer(root: etree._Element, operation: Operation[Any]) -> etree._Element | None:
    body = root.find(f"{{{_SOAP}}}Body") if root.tag == f"{{{_SOAP}}}Envelope" else None
    if body is None:
        raise Unreadable("it is no SOAP envelope")
    for element in body:
        if element.tag == f"{{{_SOAP}}}Fault":
            raise _fault(element)
        if element.tag == f"{{{operation.namespace}}}{operation.name}Response":
            return element
        raise Unreadable(f"it is not the answer to {operation}")
    if operation.returns is not None and not operation.returns.many:
        raise Unreadable(f"{operation} answered nothing")
    return None


def _fault(element: etree._Element) -> OxError:
    detail = element.find("detail")
    kind = ""
    if detail is not None and len(detail):
        kind = etree.QName(detail[0]).localname
    text = element.findtext("faultstring") or ""
    return fault_from(kind, text, element.findtext("faultcode") or "")


def _value(element: etree._Element, field: Field) -> Any:
    if not isinstance(field.type, Complex):
        try:
            return READERS[field.type](element.text or "")
        except ValueError as error:
            raise Unreadable(f"{field.name} is {error}") from error
    known = _in(field.type)
    record: Record = {}
    for child in cast("list[etree._Element]", _PRESENT(element)):
        inner = known.get(child.tag)
        if inner is None:
            continue
        value = _value(child, inner)
        if inner.many:
            record.setdefault(inner.name, []).append(value)
        else:
            record[inner.name] = value
    return record
