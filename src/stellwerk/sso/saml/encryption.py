"""Opening what was encrypted for us. Whatever goes wrong with a key has one and the same code.

Anybody can encrypt to our public certificate: who sent it is for a signature to say. Content that
can be changed unnoticed (CBC) is opened only where a verified signature encloses it, so that nobody
can ask us about content of their own making.
"""

from collections.abc import Sequence
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from stellwerk.sso.saml import gate
from stellwerk.sso.saml.encryption_shape import Encrypted, encrypted
from stellwerk.sso.saml.names import EncryptionAlgorithm
from stellwerk.sso.saml.reading import Children
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.settings import KeyPair, Policy

_KEY_BYTES = {
    EncryptionAlgorithm.AES128_GCM: 16,
    EncryptionAlgorithm.AES192_GCM: 24,
    EncryptionAlgorithm.AES256_GCM: 32,
    EncryptionAlgorithm.AES128_CBC: 16,
    EncryptionAlgorithm.AES256_CBC: 32,
    EncryptionAlgorithm.TRIPLEDES_CBC: 24,
}
_GCM_IV, _GCM_TAG = 12, 16


def opened(
    holder: etree._Element, keys: Sequence[KeyPair], policy: Policy, *, enclosed: bool
) -> tuple[etree._Element, bytes]:
    """The element that was encrypted, and its bytes. `enclosed`: a verified signature covers it."""
    found = encrypted(holder)
    if found.unauthenticated and not enclosed:
        raise Refused(Code.CBC_UNSIGNED, found.algorithm)
    if found.algorithm not in policy.encryption:
        raise Refused(Code.WRONG_ENCRYPTION_ALGORITHM, found.algorithm)
    if not keys:
        raise Refused(Code.NO_DECRYPTION_KEY)
    plain = _plain(found, _content_key(found, keys))
    return _element(plain, holder), plain


def _content_key(found: Encrypted, keys: Sequence[KeyPair]) -> bytes:
    way = found.transport
    scheme = padding.OAEP(padding.MGF1(way.mask), way.digest, way.label)
    for pair in keys:
        if len(found.wrapped_key) != (pair.private_key.key_size + 7) // 8:
            continue
        try:
            return pair.private_key.decrypt(found.wrapped_key, scheme)
        except ValueError:
            continue
    raise Refused(Code.CANNOT_DECRYPT)


def _plain(found: Encrypted, key: bytes) -> bytes:
    if len(key) != _KEY_BYTES[found.algorithm]:
        raise Refused(Code.CANNOT_DECRYPT)
    if found.unauthenticated:
        return _cbc(found, key)
    if len(found.content) <= _GCM_IV + _GCM_TAG:
        raise Refused(Code.CANNOT_DECRYPT)
    try:
        return AESGCM(key).decrypt(found.content[:_GCM_IV], found.content[_GCM_IV:], None)
    except InvalidTag as changed:
        raise Refused(Code.CANNOT_DECRYPT) from changed


def _cbc(found: Encrypted, key: bytes) -> bytes:
    """The last byte says how many at the end are filling (xmlenc-core1, 5.2)."""
    cipher = TripleDES if found.algorithm is EncryptionAlgorithm.TRIPLEDES_CBC else algorithms.AES
    block = cipher.block_size // 8
    if len(found.content) < 2 * block or len(found.content) % block:
        raise Refused(Code.CANNOT_DECRYPT)
    opening = Cipher(cipher(key), modes.CBC(found.content[:block])).decryptor()
    filled = opening.update(found.content[block:]) + opening.finalize()
    if not 1 <= filled[-1] <= block:
        raise Refused(Code.CANNOT_DECRYPT)
    return filled[: -filled[-1]]


def _element(plain: bytes, holder: etree._Element) -> etree._Element:
    """Parsed by itself, or, where it leans on namespaces declared around it, inside these."""
    try:
        element = gate.parsed(plain)
    except Refused as refused:
        if refused.refusal.code is not Code.NOT_XML:
            raise
    else:
        if str(element.tag).startswith("{"):
            return element
    nsmap = cast(
        "dict[str, str]", dict(holder.nsmap)
    )  # None, for the default, is left out in stubs
    start = etree.tostring(etree.Element("around", nsmap=nsmap)).removesuffix(b"/>")
    around = gate.parsed(start + b">" + plain + b"</around>")
    Children(around)
    if len(around) != 1:
        raise Refused(Code.CANNOT_DECRYPT, "not one element")
    return around[0]
