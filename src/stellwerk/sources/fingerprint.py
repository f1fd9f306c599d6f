"""The fingerprint by which an unchanged object is recognised."""

from collections.abc import Mapping
from hashlib import blake2b
from json import JSONEncoder

_encode = JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode


def fingerprint(
    kind: str, dn: str, attributes: Mapping[str, list[str]], blobs: Mapping[str, bytes]
) -> bytes:
    """Return 16 bytes (BLAKE2b) over the canonical form of one object.

    Canonical: kind, DN as given, attributes sorted by name with their values in the order given,
    then each blob sorted by name with its length. Equal objects give equal fingerprints in every
    process and version; the order in which a server sends attributes makes no difference.
    """
    text = _encode([kind, dn, sorted(attributes.items())])
    digest = blake2b(text.encode("ascii"), digest_size=16)
    for name in sorted(blobs):
        blob = blobs[name]
        digest.update(f"\0{name}\0{len(blob)}\0".encode())
        digest.update(blob)
    return digest.digest()
