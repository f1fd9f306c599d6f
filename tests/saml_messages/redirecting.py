"""Messages in the query of an address, signed as the redirect binding wants it."""

import base64
import zlib
from urllib.parse import quote

from lxml import etree

from tests.saml_messages.keys import Pair
from tests.saml_messages.signing import RSA_SHA256, signature_value


def query(
    root: etree._Element,
    field: str,
    pair: Pair | None,
    *,
    method: str = RSA_SHA256,
    relay_state: str | None = "somewhere",
) -> str:
    """The raw query; unsigned without a pair."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    pressed = press.compress(etree.tostring(root)) + press.flush()
    text = f"{field}={_quoted(pressed)}"
    if relay_state is not None:
        text += f"&RelayState={quote(relay_state, safe='')}"
    if pair is None:
        return text
    text += f"&SigAlg={quote(method, safe='')}"
    return f"{text}&Signature={_quoted(signature_value(text.encode(), pair, method))}"


def _quoted(data: bytes) -> str:
    return quote(base64.b64encode(data), safe="")
