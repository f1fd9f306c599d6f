"""How something is encrypted, read before any key is used (xmlenc-core1; saml-core-2.0, 6)."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from lxml import etree

from stellwerk.sso.saml.names import DS, XENC, XENC11, EncryptionAlgorithm
from stellwerk.sso.saml.reading import Children, attribute, base64, text
from stellwerk.sso.saml.refusal import Code, Refused

_DATA = f"{{{XENC}}}EncryptedData"
_KEY = f"{{{XENC}}}EncryptedKey"
_METHOD = f"{{{XENC}}}EncryptionMethod"
_KEY_INFO = f"{{{DS}}}KeyInfo"
_ELEMENT = f"{XENC}Element"

OAEP_MGF1P = f"{XENC}rsa-oaep-mgf1p"
OAEP = f"{XENC11}rsa-oaep"
_CBC = frozenset(
    {
        EncryptionAlgorithm.AES128_CBC,
        EncryptionAlgorithm.AES256_CBC,
        EncryptionAlgorithm.TRIPLEDES_CBC,
    }
)
_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    f"{DS}sha1": hashes.SHA1(),  # noqa: S303 - OAEP does not rely on collisions being hard
    f"{XENC}sha256": hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
    f"{XENC}sha512": hashes.SHA512(),
}
_MASKS: dict[str, hashes.HashAlgorithm] = {
    f"{XENC11}mgf1sha1": hashes.SHA1(),  # noqa: S303
    f"{XENC11}mgf1sha224": hashes.SHA224(),
    f"{XENC11}mgf1sha256": hashes.SHA256(),
    f"{XENC11}mgf1sha384": hashes.SHA384(),
    f"{XENC11}mgf1sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Oaep:
    """How the key is wrapped: digest, mask, label."""

    digest: hashes.HashAlgorithm
    mask: hashes.HashAlgorithm
    label: bytes | None


@dataclass(frozen=True, slots=True)
class Encrypted:
    """Everything that is needed to open it, but our key."""

    algorithm: EncryptionAlgorithm
    content: bytes
    transport: Oaep
    wrapped_key: bytes

    @property
    def unauthenticated(self) -> bool:
        """Whether changing the cipher text goes unnoticed, which turns us into an oracle."""
        return self.algorithm in _CBC


def encrypted(holder: etree._Element) -> Encrypted:
    """What EncryptedAssertion, EncryptedID or EncryptedAttribute holds: one key for one content.

    The key stands in the KeyInfo of what it opens, or beside it. Where KeyInfo points to one
    (RetrievalMethod) is not followed: there is just one.
    """
    if len(list(holder.iter(_KEY))) > 1:
        raise Refused(Code.SEVERAL_ENCRYPTED_KEYS)
    try:
        return _encrypted(holder)
    except Refused as refused:
        if refused.refusal.code in {Code.UNEXPECTED_CONTENT, Code.MISSING_CONTENT}:
            raise Refused(Code.ENCRYPTION_SHAPE, refused.refusal.detail) from refused
        raise


def _encrypted(holder: etree._Element) -> Encrypted:
    parts = Children(holder)
    data = parts.one(_DATA)
    beside = parts.optional(_KEY)
    parts.end()
    if data.get("Type", _ELEMENT) != _ELEMENT:
        raise Refused(Code.ENCRYPTION_SHAPE, "Type")
    within = Children(data)
    algorithm = _algorithm(within.one(_METHOD))
    info = within.optional(_KEY_INFO)
    content = _cipher(within)
    inside = None if info is None else info.find(_KEY)
    key = beside if inside is None else inside
    if key is None:
        raise Refused(Code.ENCRYPTION_SHAPE, "no EncryptedKey")
    transport, wrapped = _wrapped(key)
    return Encrypted(algorithm, content, transport, wrapped)


def _algorithm(method: etree._Element) -> EncryptionAlgorithm:
    named = attribute(method, "Algorithm")
    parts = Children(method)
    parts.optional(f"{{{XENC}}}KeySize")
    parts.end()
    try:
        return EncryptionAlgorithm(named)
    except ValueError as unknown:
        raise Refused(Code.WRONG_ENCRYPTION_ALGORITHM, named) from unknown


def _wrapped(key: etree._Element) -> tuple[Oaep, bytes]:
    parts = Children(key)
    transport = _transport(parts.one(_METHOD))
    parts.optional(_KEY_INFO)
    return transport, _cipher(parts, f"{{{XENC}}}ReferenceList", f"{{{XENC}}}CarriedKeyName")


def _transport(method: etree._Element) -> Oaep:
    named = attribute(method, "Algorithm")
    if named not in {OAEP_MGF1P, OAEP}:
        raise Refused(Code.WRONG_KEY_TRANSPORT, named)
    parts = Children(method)
    parts.optional(f"{{{XENC}}}KeySize")
    found = {
        one.tag: one
        for one in parts.several(
            f"{{{XENC}}}OAEPparams", f"{{{DS}}}DigestMethod", f"{{{XENC11}}}MGF"
        )
    }
    parts.end()
    label = found.get(f"{{{XENC}}}OAEPparams")
    digest = _hash(found.get(f"{{{DS}}}DigestMethod"), _DIGESTS, f"{DS}sha1")
    mask = _hash(found.get(f"{{{XENC11}}}MGF"), _MASKS, f"{XENC11}mgf1sha1")
    if named == OAEP_MGF1P and f"{{{XENC11}}}MGF" in found:
        raise Refused(Code.WRONG_KEY_TRANSPORT, "MGF with rsa-oaep-mgf1p")
    return Oaep(digest, mask, None if label is None else base64(text(label), Code.ENCRYPTION_SHAPE))


def _hash(
    element: etree._Element | None, known: dict[str, hashes.HashAlgorithm], default: str
) -> hashes.HashAlgorithm:
    named = default if element is None else attribute(element, "Algorithm")
    if named not in known:
        raise Refused(Code.WRONG_KEY_TRANSPORT, named)
    return known[named]


def _cipher(parts: Children, *ignored: str) -> bytes:
    cipher = Children(parts.one(f"{{{XENC}}}CipherData"))
    value = cipher.one(f"{{{XENC}}}CipherValue")
    cipher.end()
    for tag in ignored:
        parts.optional(tag)
    parts.end()
    return base64(text(value), Code.ENCRYPTION_SHAPE)
