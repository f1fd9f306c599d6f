"""Answers: an envelope in, values out. Pure and hardened: no entities, no network, no DOCTYPE.

Source: SOAP 1.1 document/literal wrapped, as Apache CXF writes it in OX: lists are repeated
`return` elements, unset fields are nil, an empty body answers an operation without a result.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, TypeVar, cast

from lxml import etree

from stellwerk.core.said import say
from stellwerk.targets.ox.errors import OxError, Unreadable
from stellwerk.targets.ox.faults import fault_from
from stellwerk.targets.ox.operations import Operation, Record
from stellwerk.targets.ox.types import SOAP_NS, XSI_NS, Complex, Field
from stellwerk.targets.ox.values import READERS

Result = TypeVar("Result")

DEFAULT_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a single answer that are read at most."""
MOST_MARKUP: Final = 1_000_000
"""Elements and attributes that are parsed at once: each costs a few hundred bytes of memory, though
it may have come as four. A user with all fields has three hundred, a member of a group two."""

_NIL = f"{{{XSI_NS}}}nil"
_FAULT = f"{{{SOAP_NS}}}Fault"
_PRESENT = etree.XPath("*[not(@x:nil='true' or @x:nil='1')]", namespaces={"x": XSI_NS})


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
        raise Unreadable(say("it is larger than %(limit)s bytes", limit=limit))
    if _markup(data) > MOST_MARKUP:
        raise Unreadable(say("it has far too many elements"))
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(say("it is not whole XML (%(error)s)", error=error)) from error
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
        raise Unreadable(
            say(
                "%(operation)s answered %(values)s values instead of one",
                operation=operation,
                values=len(values),
            )
        )
    return cast(Result, values[0])


def decode_stream(chunks: Iterable[bytes], operation: Operation[list[Record]]) -> Iterator[Record]:
    """The records of a long list, one by one while the chunks arrive; memory stays flat.

    Raises like `decode`, whose limits hold for each record here. A list that ends early raises
    `Unreadable` after its last whole record, so a caller that needs the complete list must exhaust
    the iterator.
    """
    if operation.returns is None or not operation.returns.many:
        raise ValueError(f"{operation} does not return a list")
    wrapper = f"{{{operation.namespace}}}{operation.name}Response"
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(wrapper, f"{{{operation.namespace}}}return", _FAULT),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    seen, size, markup = False, 0, 0
    try:
        for chunk in chunks:
            size, markup = size + len(chunk), markup + _markup(chunk)
            if size > DEFAULT_LIMIT or markup > MOST_MARKUP:
                raise Unreadable(say("one of its records is far too big"))
            parser.feed(chunk)
            for event, found in parser.read_events():
                element = cast(etree._Element, found)
                if event == "start":
                    _no_doctype(element)
                    seen = seen or element.tag == wrapper
                    continue
                if element.tag == _FAULT:
                    raise _fault(element)
                parent = element.getparent()
                if element.tag == wrapper or parent is None or parent.tag != wrapper:
                    continue
                if not _is_nil(element):
                    yield _value(element, operation.returns)
                parent.remove(element)
                size = markup = 0
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(say("it is not whole XML (%(error)s)", error=error)) from error
    if not seen:
        raise Unreadable(say("it is not the answer to %(operation)s", operation=operation))


def _markup(data: bytes) -> int:
    """About how many elements and attributes there are; text counts too where it looks alike."""
    return data.count(b"<") + data.count(b"=")


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
        raise Unreadable(say("it declares a DOCTYPE, which no SOAP message may"))


def _is_nil(element: etree._Element) -> bool:
    return element.get(_NIL) in {"true", "1"}


def _answer(root: etree._Element, operation: Operation[Any]) -> etree._Element | None:
    body = root.find(f"{{{SOAP_NS}}}Body") if root.tag == f"{{{SOAP_NS}}}Envelope" else None
    if body is None:
        raise Unreadable(say("it is no SOAP envelope"))
    for element in body:
        if element.tag == _FAULT:
            raise _fault(element)
        if element.tag == f"{{{operation.namespace}}}{operation.name}Response":
            return element
        raise Unreadable(say("it is not the answer to %(operation)s", operation=operation))
    if operation.returns is not None:
        raise Unreadable(say("%(operation)s answered nothing", operation=operation))
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
            raise Unreadable(say("%(name)s is %(error)s", name=field.name, error=error)) from error
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
