"""Opening an ONLYOFFICE settings document, in whichever of its wrappings it comes. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from stellwerk.core.errors import StellwerkError

LARGEST = 1_000_000
_DEEPEST = 4
_MARKS = {"idpsettings", "fieldmapping", "spcertificates", "idpcertificates"}


class NotOnlyoffice(StellwerkError):
    """This is no single sign-on settings document of ONLYOFFICE."""

    code = "not-onlyoffice"
    hint = "Take what the address /api/2.0/settings/ssov2 of that portal answers, as it is."


class Document(dict[str, Any]):
    """An object of the document; its names count in any case (versions differ in it)."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__((name.casefold(), value) for name, value in content.items())


def opened(document: str | bytes) -> Document:
    """The settings themselves, taken out of what is around them. Raises NotOnlyoffice."""
    if len(document) > LARGEST:
        raise NotOnlyoffice
    inside: Any = (
        document.decode("utf-8-sig", "replace") if isinstance(document, bytes) else document
    )
    for _ in range(_DEEPEST):
        if isinstance(inside, str):
            inside = _json(inside)
        if not isinstance(inside, Mapping):
            break
        found = Document(inside)
        if _MARKS & set(found):
            return found
        inside = found.get("serializesettings") or found.get("response")
    raise NotOnlyoffice


def part(document: Mapping[str, Any], name: str) -> Document:
    """An object inside; empty where there is none."""
    value = document.get(name.casefold())
    return Document(value) if isinstance(value, Mapping) else Document({})


def parts(document: Mapping[str, Any], name: str) -> list[Document]:
    """The objects of a list inside."""
    value = document.get(name.casefold())
    some = value if isinstance(value, list) else []
    return [Document(one) for one in some if isinstance(one, Mapping)]


def text(document: Mapping[str, Any], name: str) -> str:
    """A text without the spaces around it; numbers as they are written."""
    value = document.get(name.casefold())
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def flag(document: Mapping[str, Any], name: str) -> bool:
    """A switch; anything but true is off."""
    return document.get(name.casefold()) is True


def _json(document: str) -> Any:
    try:
        return json.loads(document)
    except (ValueError, RecursionError) as odd:
        raise NotOnlyoffice from odd
