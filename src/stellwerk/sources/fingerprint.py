"""The fingerprint by which an unchanged object is recognised."""

from collections.abc import Mapping
from hashlib import blake2b

from stellwerk.core.errors import StellwerkError


class NulInValue(StellwerkError):
    """A value contains the character NUL, which no target and no store accepts."""

    code = "nul"


def fingerprint(
    kind: str, dn: str, attributes: Mapping[str, list[str]], blobs: Mapping[str, bytes]
) -> bytes:
    """Return 16 bytes (BLAKE2b) over the canonical form of one object.

    Canonical: kind and DN, then for each attribute in the order of the names an empty text, the
    name and its values in the order given, all joined by NUL; then each blob with its length.
    Equal objects give equal fingerprints in every process and version; the order in which a
    server sends attributes makes no difference. Values must not be empty. Raises
    NulInValue if one contains NUL.
    """
    parts = [kind, dn]
    for name in sorted(attributes):
        parts.append("")
        parts.append(name)
        parts += attributes[name]
    text = "\0".join(parts)
    if text.count("\0") != len(parts) - 1:
        raise NulInValue
    if not blobs:
        return blake2b(text.encode(), digest_size=16).digest()
    digest = blake2b(text.encode(), digest_size=16)
    for name in sorted(blobs):
        blob = blobs[name]
        digest.update(f"\0\0\0{name}\0{len(blob)}\0".encode())
        digest.update(blob)
    return digest.digest()
