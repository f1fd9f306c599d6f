"""Reading a message that came by redirect: the raw query decides, never a decoded copy of it.

What a signature covers is put together from the very bytes that arrived (saml-bindings-2.0,
3.4.4.1). A signature that is there is always verified; `must_be_signed` says whether one has to be.
Inflating stops at a fixed size, and comes after the signature. That the XML holds no signature of
its own is for whoever parses it to see.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus

from cryptography.x509 import Certificate

from stellwerk.sso.saml.gate import MAX_BASE64, MAX_XML
from stellwerk.sso.saml.query_signature import verify
from stellwerk.sso.saml.reading import base64
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.sending import Field

DEFLATE = "urn:oasis:names:tc:SAML:2.0:bindings:URL-Encoding:DEFLATE"

_MESSAGES = ("SAMLRequest", "SAMLResponse", "SAMLart")
_KNOWN = (*_MESSAGES, "RelayState", "SigAlg", "Signature", "SAMLEncoding")
_UNSIGNED: dict[Field, Code] = {
    "SAMLRequest": Code.LOGOUT_REQUEST_UNSIGNED,
    "SAMLResponse": Code.LOGOUT_RESPONSE_UNSIGNED,
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was sent: its XML, and whether a signature over it was verified."""

    xml: bytes
    relay_state: str
    signed: bool


def read(
    raw_query: str,
    field: Field,
    certificates: Sequence[Certificate],
    *,
    must_be_signed: bool,
    allow_sha1: bool = False,
) -> Message:
    """Read the message of that kind out of a query string as the server got it.

    Raises Refused.
    """
    parts = _parts(raw_query)
    given = [name for name in _MESSAGES if name in parts]
    if len(given) > 1:
        raise Refused(Code.REDIRECT_TWO_MESSAGES, ", ".join(given))
    if given != [field]:
        raise Refused(Code.REDIRECT_NO_MESSAGE, f"{field} expected")
    if "SAMLEncoding" in parts and _value(parts["SAMLEncoding"]) != DEFLATE:
        raise Refused(Code.REDIRECT_ENCODING)
    if len(parts[field]) > MAX_BASE64:
        raise Refused(Code.TOO_LARGE)
    _check_signature(parts, field, certificates, must_be_signed, allow_sha1)
    xml = _inflated(_value(parts[field]))
    return Message(xml, _value(parts.get("RelayState", "")), signed="Signature" in parts)


def field_of(raw_query: str) -> Field | None:
    """Which of the two messages a query holds; None for neither or both."""
    names = {part.partition("=")[0] for part in raw_query.split("&")}
    if "SAMLRequest" in names:
        return None if "SAMLResponse" in names else "SAMLRequest"
    return "SAMLResponse" if "SAMLResponse" in names else None


def _parts(raw_query: str) -> dict[str, str]:
    """The parameters that mean something, as they stand in the query: each once, plainly named."""
    if not raw_query.isascii():
        raise Refused(Code.REDIRECT_NOT_ASCII)
    found: dict[str, str] = {}
    for part in raw_query.split("&"):
        raw, _, value = part.partition("=")
        name = unquote_plus(raw)
        if name not in _KNOWN:
            continue
        if name in found:
            raise Refused(Code.REDIRECT_PARAMETER_TWICE, name)
        if raw != name:
            raise Refused(Code.REDIRECT_DISGUISED_NAME, name)
        found[name] = value
    return found


def _check_signature(
    parts: dict[str, str],
    field: Field,
    certificates: Sequence[Certificate],
    must_be_signed: bool,
    allow_sha1: bool,
) -> None:
    if "Signature" not in parts:
        if "SigAlg" in parts:
            raise Refused(Code.REDIRECT_SIGNATURE_INCOMPLETE, "SigAlg without Signature")
        if must_be_signed:
            raise Refused(_UNSIGNED[field])
        return
    if "SigAlg" not in parts or not parts["Signature"]:
        raise Refused(Code.REDIRECT_SIGNATURE_INCOMPLETE, "SigAlg or Signature is missing")
    signature = base64(_value(parts["Signature"]), Code.BASE64)
    order = (field, "RelayState", "SigAlg")
    covered = "&".join(f"{name}={parts[name]}" for name in order if name in parts)
    algorithm = _value(parts["SigAlg"])
    verify(covered.encode("ascii"), signature, algorithm, certificates, allow_sha1)


def _inflated(encoded: str) -> bytes:
    pressed = base64(encoded, Code.BASE64)
    press = zlib.decompressobj(-15)
    try:
        xml = press.decompress(pressed, MAX_XML + 1)
    except zlib.error as odd:
        raise Refused(Code.REDIRECT_DEFLATE) from odd
    if len(xml) > MAX_XML:
        raise Refused(Code.TOO_LARGE, "inflated")
    if not press.eof:
        raise Refused(Code.REDIRECT_DEFLATE, "cut off")
    if press.unused_data:
        raise Refused(Code.REDIRECT_TRAILING_DATA)
    return xml


def _value(raw: str) -> str:
    return unquote_plus(raw)
