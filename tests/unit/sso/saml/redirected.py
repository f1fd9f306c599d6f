"""Queries as identity providers send them: every part can be written differently, and signed so."""

import zlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from stellwerk.sso.saml.names import SignatureAlgorithm
from tests.unit.sso.saml.both_sides import pair

XML = b'<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"/>'
_HASHES = {
    SignatureAlgorithm.RSA_SHA1: hashes.SHA1(),
    SignatureAlgorithm.RSA_SHA256: hashes.SHA256(),
    SignatureAlgorithm.RSA_SHA384: hashes.SHA384(),
    SignatureAlgorithm.RSA_SHA512: hashes.SHA512(),
}


def deflated(xml: bytes) -> bytes:
    """Raw deflate, as the binding wants it."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(xml) + press.flush()


def escaped(text: str) -> str:
    """Percent escapes in capitals, everything else than letters and digits escaped."""
    return quote(text, safe="")


def small_escapes(text: str) -> str:
    """Percent escapes in small letters, as .NET writes them."""
    plain = quote(text, safe="")
    return "".join(
        part if place == 0 else f"%{part[:2].lower()}{part[2:]}"
        for place, part in enumerate(plain.split("%"))
    )


def fewer_escapes(text: str) -> str:
    """With slashes and colons as they are, as some write them."""
    return quote(text, safe="/:")


def rsa(algorithm: SignatureAlgorithm, key: str = "idp") -> Callable[[bytes], bytes]:
    """Signs with the key of that name."""
    return lambda text: pair(key).private_key.sign(text, PKCS1v15(), _HASHES[algorithm])


def query(
    xml: bytes = XML,
    *,
    field: str = "SAMLRequest",
    relay_state: str | None = None,
    algorithm: str = SignatureAlgorithm.RSA_SHA256,
    sign: Callable[[bytes], bytes] | None = None,
    write: Callable[[str], str] = escaped,
    raw: bytes | None = None,
    order: Sequence[str] = (),
) -> str:
    """A signed query; `raw` is sent instead of the deflated XML, `order` orders the parameters."""
    parts = {field: write(b64encode(deflated(xml) if raw is None else raw).decode())}
    if relay_state is not None:
        parts["RelayState"] = write(relay_state)
    parts["SigAlg"] = write(algorithm)
    covered = "&".join(f"{name}={value}" for name, value in parts.items())
    made = (sign or rsa(SignatureAlgorithm.RSA_SHA256))(covered.encode())
    parts["Signature"] = write(b64encode(made).decode())
    return "&".join(f"{name}={parts[name]}" for name in order or parts)


def unsigned(xml: bytes = XML, *, field: str = "SAMLRequest", raw: bytes | None = None) -> str:
    """The same without a signature."""
    return f"{field}={escaped(b64encode(deflated(xml) if raw is None else raw).decode())}"


def reading(**changes: Any) -> dict[str, Any]:
    """How a message is read where nothing else is said: signed, by the identity provider's key."""
    usual = {"certificates": [pair("idp").certificate], "must_be_signed": True}
    return {"field": "SAMLRequest", **usual, **changes}
