"""One object of the connector: from the JSON of UDM properties to what matters here. Pure."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

from stellwerk.moving_in.state import OldObject
from stellwerk.targets.ox.names import is_context_id

PERSON, GROUP = "users/user", "groups/group"
IDENTS = ("univentionObjectIdentifier", "entryUUID")
_LONGEST = 1024


class BadObject(ValueError):
    """What is no object of the connector; the message says why."""


def old_object(module: Any, dn: Any, ident: Any, attributes: Any) -> OldObject:
    """One object. Raises BadObject.

    `ident` is the id under which the connector keeps it: univentionObjectIdentifier, or in older
    versions entryUUID.
    """
    if not isinstance(attributes, Mapping):
        raise BadObject("its properties are no JSON object")
    for what, text in (("type", module), ("DN", dn), ("id", ident)):
        if not isinstance(text, str) or not text or len(text) > _LONGEST:
            raise BadObject(f"its {what} is no text")
    idents = {name: found for name in IDENTS if (found := _text(attributes, name).lower())}
    idents.setdefault("", ident.lower())
    ox_id, context = _text(attributes, "oxDbId"), _text(attributes, "oxContext")
    if ox_id and not is_context_id(ox_id):
        raise BadObject(f"oxDbId {ox_id[:40]!r} is no number OX gives")
    if module == PERSON and context and not is_context_id(context):
        raise BadObject(f"oxContext {context[:40]!r} is no number of a context")
    name = "oxDbGroupname" if module == GROUP else "oxDbUsername"
    return OldObject(
        str(module),
        str(dn),
        idents,
        ox_id,
        context,
        _text(attributes, name),
        _photo(_text(attributes, "jpegPhoto", limit=20_000_000)) if module == PERSON else "",
    )


def _text(attributes: Mapping[str, Any], name: str, limit: int = _LONGEST) -> str:
    value = attributes.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadObject(f"{name} is no text")
    if isinstance(value, int) and value.bit_length() > 64:
        raise BadObject(f"{name} is no number of this world")
    text = str(value).strip()
    if len(text) > limit:
        raise BadObject(f"{name} has {len(text)} characters")
    return text


def _photo(text: str) -> str:
    """The sha256 of a picture's bytes; what is no base64 counts as no picture."""
    if not text:
        return ""
    try:
        return hashlib.sha256(base64.b64decode(text, validate=False)).hexdigest()
    except (binascii.Error, ValueError):
        return ""
