"""Reading the metadata of identity providers: of one, or of a federation with thousands.

The document streams through the parser; each entry is forgotten when it has been read, so a large
file needs no more memory than what is found in it. Comments are dropped. Signatures are not looked
at: what makes metadata trusted is where it came from, and the administrator who confirms its keys.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from lxml import etree

from stellwerk.core.said import say
from stellwerk.sso.saml import metadata_errors as bad
from stellwerk.sso.saml.idp_entity import Found, in_time, read_entity, valid_until
from stellwerk.sso.saml.metadata_source import ENCODING, Guarded
from stellwerk.sso.saml.names import METADATA

MOST_ELEMENTS = 20_000
MOST_BYTES = 5_000_000
"""Of one entry. Real ones stay far below, also with pictures in them."""
_ENTITY = f"{{{METADATA}}}EntityDescriptor"
_ENTITIES = f"{{{METADATA}}}EntitiesDescriptor"


def read_metadata(
    source: BinaryIO | bytes, *, now: datetime, entity_id: str = "", language: str = "en"
) -> tuple[Found, ...]:
    """The identity providers of a document, or the one of that entity id.

    Several are a choice: one of them that cannot be used has its `problem`. One alone that cannot
    be used, and everything that is wrong with the document, raises BadMetadata.
    """
    found: dict[str, Found] = {}
    for one in _providers(source, now, language):
        if entity_id and one.entity_id != entity_id:
            continue
        if one.entity_id in found:
            twice = bad.MetadataTwice()
            one = Found(one.entity_id, one.display_name, problem=twice)  # noqa: PLW2901
        found[one.entity_id] = one
    if not found:
        raise bad.MetadataUnknownEntity if entity_id else bad.MetadataNoProvider
    if len(found) == 1 and (problem := next(iter(found.values())).problem):
        raise problem
    return tuple(found.values())


def _providers(source: BinaryIO | bytes, now: datetime, language: str) -> Iterator[Found]:
    """Each in the order of the document, where entries belong and nowhere else.

    `ends` are the times of the groups that are open, the whole document's first.
    """
    guarded = Guarded(source)
    ends: list[datetime | None] = []
    count = depth = before = 0
    try:
        for event, element in _events(guarded):
            if count > MOST_ELEMENTS or guarded.count - before > MOST_BYTES:
                raise bad.MetadataEntityTooLarge
            if event == "start":
                count, depth = count + 1, depth + 1
                if depth == 1 and element.tag not in {_ENTITY, _ENTITIES}:
                    raise bad.MetadataOtherDocument
                if element.tag == _ENTITIES and depth == len(ends) + 1:
                    ends.append(in_time((*ends[-1:], valid_until(element)), now))
                continue
            depth -= 1
            if element.tag == _ENTITIES and depth == len(ends) - 1:
                ends.pop()
            elif element.tag == _ENTITY and depth == len(ends):
                until = ends[-1] if ends else None
                one = read_entity(element, until=until, now=now, language=language)
                if one:
                    yield one
                _forget(element)
                count, before = 0, guarded.count
    except etree.XMLSyntaxError as odd:
        raise _not_xml(odd) from odd


def _events(source: Guarded) -> Iterator[tuple[str, etree._Element]]:
    events: Iterator[tuple[str, etree._Element]] = etree.iterparse(
        source,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=False,
        encoding=ENCODING,
    )
    return events


def _forget(element: etree._Element) -> None:
    """Free what was read, and what stands before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and parent[0] is not element:
        del parent[0]


def _not_xml(odd: etree.XMLSyntaxError) -> bad.MetadataNotXml:
    return bad.MetadataNotXml(
        say("The metadata is no well-formed XML: line %(line)s.", line=odd.lineno or 0)
    )
