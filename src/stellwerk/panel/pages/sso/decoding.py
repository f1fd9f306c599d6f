"""A message as it came, made readable for whoever looks for a mistake in it."""

import base64
import binascii
import zlib
from urllib.parse import parse_qsl

from stellwerk.core.visible import visible

_LONGEST = 100_000


def readable(message: str) -> str:
    """The XML in it with a line for each element, or the message itself where there is none."""
    text = _field(message)
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return visible(message)
    if not content.lstrip().startswith(b"<"):
        try:
            content = zlib.decompressobj(-15).decompress(content, _LONGEST)
        except zlib.error:
            return visible(message)
    xml = content[:_LONGEST].decode("utf-8", "replace")
    # Text, not parsed: what was refused may be made to harm whoever reads it as XML.
    return visible(xml.replace("><", ">\n<"))


def _field(message: str) -> str:
    if "=" not in message or "SAML" not in message:
        return message
    fields = dict(parse_qsl(message))
    return fields.get("SAMLResponse") or fields.get("SAMLRequest") or message
