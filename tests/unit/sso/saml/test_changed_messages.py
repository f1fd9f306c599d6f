"""A genuine message, changed by chance: refused, or it still says what the original said."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.refusal import Code
from tests.saml_messages.building import DS, SAML
from tests.saml_messages.connection import Remembered, believe, identity
from tests.unit.sso.saml.attacking import EVIL, forged
from tests.unit.sso.saml.layouts import FIXED, Layout

Elements = list[etree._Element]
Change = Callable[[Elements, etree._Element, etree._Element], object]
Step = tuple[int, int, int]

LAYOUTS = st.sampled_from(range(len(FIXED)))


@cache
def original(layout: int) -> tuple[bytes, Identity]:
    """The message of a fixed layout, and who it says it is."""
    chosen: Layout = FIXED[layout]
    root = chosen.message()
    return etree.tostring(root), identity(believe(root, chosen.connection()))


def same_or_refused(layout: int, message: bytes | str) -> None:
    result = believe(message, FIXED[layout].connection(), stores=Remembered())
    if not isinstance(result, Identity):
        assert result.code is not Code.UNEXPECTED, result
        return
    known = original(layout)[1]
    assert result.name_id == known.name_id
    assert result.attributes == known.attributes
    assert (result.session_index, result.session_until) == (
        known.session_index,
        known.session_until,
    )
    assert result.signed == known.signed


def _copy(_: Elements, one: etree._Element, other: etree._Element) -> None:
    other.append(deepcopy(one))


def _copy_first(_: Elements, one: etree._Element, other: etree._Element) -> None:
    other.insert(0, deepcopy(one))


def _move(_: Elements, one: etree._Element, other: etree._Element) -> None:
    if one not in [other, *other.iterancestors()]:
        other.append(one)


def _replace(_: Elements, one: etree._Element, other: etree._Element) -> None:
    parent = other.getparent()
    if parent is not None and one not in [other, *other.iterancestors()]:
        parent.replace(other, one)


def _remove(_: Elements, one: etree._Element, __: etree._Element) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _rename(_: Elements, one: etree._Element, other: etree._Element) -> None:
    one.tag = other.tag


def _text(_: Elements, one: etree._Element, other: etree._Element) -> None:
    one.text = other.text


def _evil_text(_: Elements, one: etree._Element, __: etree._Element) -> None:
    one.text = EVIL


def _attributes(_: Elements, one: etree._Element, other: etree._Element) -> None:
    for name, value in other.items():
        one.set(name, value)


def _no_attribute(_: Elements, one: etree._Element, __: etree._Element) -> None:
    for name in one.keys()[:1]:
        del one.attrib[name]


def _forged(_: Elements, one: etree._Element, __: etree._Element) -> None:
    one.append(forged())


def _forged_with_id(_: Elements, one: etree._Element, other: etree._Element) -> None:
    made = forged(other.get("ID", "_assertion-1"))
    made.insert(1, deepcopy(other) if other.tag == f"{{{DS}}}Signature" else forged()[0])
    one.insert(0, made)


def _evil_names(all_of_them: Elements, _: etree._Element, __: etree._Element) -> None:
    for element in all_of_them:
        if element.tag == f"{{{SAML}}}NameID":
            element.text = EVIL


CHANGES: Sequence[Change] = (
    _copy,
    _copy_first,
    _move,
    _replace,
    _remove,
    _rename,
    _text,
    _evil_text,
    _attributes,
    _no_attribute,
    _forged,
    _forged_with_id,
    _evil_names,
)
STEPS = st.lists(
    st.tuples(st.integers(0, len(CHANGES) - 1), st.integers(0, 10_000), st.integers(0, 10_000)),
    min_size=1,
    max_size=5,
)


@given(LAYOUTS, STEPS)
def test_elements_moved_copied_and_changed(layout: int, steps: list[Step]) -> None:
    root = etree.fromstring(original(layout)[0])
    for kind, first, second in steps:
        elements = list(root.iter())
        one, other = elements[first % len(elements)], elements[second % len(elements)]
        CHANGES[kind](elements, one, other)
    same_or_refused(layout, etree.tostring(root))


PUT = st.one_of(
    st.binary(max_size=4),
    st.text(max_size=5).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([b"", b"A", b"<", b">", b'"', b"/>", b"&amp;", b"<ds:X/>"]),
)


@given(
    LAYOUTS,
    st.lists(
        st.tuples(st.integers(0, 20_000), st.integers(0, 40), PUT),
        min_size=1,
        max_size=4,
    ),
)
@example(0, [(7939, 0, "À".encode())])
def test_bytes_changed(layout: int, changes: list[tuple[int, int, bytes]]) -> None:
    message = original(layout)[0]
    for place, length, put in changes:
        at = place % len(message)
        message = message[:at] + put + message[at + length :]
    same_or_refused(layout, message)


PIECES = (
    "<!---->",
    "<?x?>",
    "<!DOCTYPE a>",
    "<![CDATA[]]>",
    "&#0;",
    "&#13;",
    "&amp;",
    "&x;",
    " ",
    "\u00a0",
    "\ufeff",
    "x",
    "<saml:NameID>",
    "</saml:NameID>",
    "<ds:Signature/>",
    ' ID="_x"',
    ' Id="_assertion-1"',
    ' xmlns:saml="urn:x"',
    ' xmlns=""',
    ' xmlns="urn:oasis:names:tc:SAML:2.0:assertion"',
    ' xml:space="preserve"',
    ' xml:id="_x"',
)


@given(
    LAYOUTS,
    st.lists(st.tuples(st.integers(0, 5000), st.sampled_from(PIECES)), min_size=1, max_size=3),
)
@example(0, [(0, "<!---->")])
def test_pieces_put_where_markup_begins_or_ends(
    layout: int, changes: list[tuple[int, str]]
) -> None:
    message = original(layout)[0]
    for place, piece in changes:
        seams = [at for at, byte in enumerate(message) if byte in b"<>"]
        at = seams[place % len(seams)]
        message = message[:at] + piece.encode() + message[at:]
    same_or_refused(layout, message)
