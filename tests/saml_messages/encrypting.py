"""XML encryption as identity providers do it, and as attackers might."""

import base64
import os
from collections.abc import Sequence

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree

from tests.saml_messages.building import DS, SAML, XENC
from tests.saml_messages.keys import Pair

XENC11 = "http://www.w3.org/2009/xmlenc11#"
AES256_GCM = f"{XENC11}aes256-gcm"
AES128_CBC, AES256_CBC = f"{XENC}aes128-cbc", f"{XENC}aes256-cbc"
OAEP_MGF1P, OAEP, RSA_1_5 = f"{XENC}rsa-oaep-mgf1p", f"{XENC11}rsa-oaep", f"{XENC}rsa-1_5"
KEY_BYTES = {
    f"{XENC11}aes128-gcm": 16,
    f"{XENC11}aes192-gcm": 24,
    AES256_GCM: 32,
    AES128_CBC: 16,
    AES256_CBC: 32,
    f"{XENC}tripledes-cbc": 24,
}
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    f"{DS}sha1": hashes.SHA1(),
    f"{XENC}sha256": hashes.SHA256(),
    f"{XENC}sha512": hashes.SHA512(),
}
MASKS: dict[str, hashes.HashAlgorithm] = {
    f"{XENC11}mgf1sha1": hashes.SHA1(),
    f"{XENC11}mgf1sha256": hashes.SHA256(),
    f"{XENC11}mgf1sha512": hashes.SHA512(),
}


def encrypt(
    element: etree._Element,
    pair: Pair,
    *,
    algorithm: str = AES256_GCM,
    transport: str = OAEP_MGF1P,
    digest: str | None = None,
    mask: str | None = None,
    label: bytes | None = None,
    beside: bool = False,
    plain: bytes | None = None,
    holder: str = f"{{{SAML}}}EncryptedAssertion",
    cut_tag: int = 0,
) -> etree._Element:
    """Put the encrypted form in the place of `element`, and return it."""
    data = etree.tostring(element, with_tail=False) if plain is None else plain
    key = os.urandom(KEY_BYTES[algorithm])
    content = _content(data, key, algorithm)
    made = etree.Element(holder, nsmap={"saml": SAML, "xenc": XENC, "ds": DS})
    root = _below(made, XENC, "EncryptedData", Type=f"{XENC}Element")
    _below(root, XENC, "EncryptionMethod", Algorithm=algorithm)
    info = _below(root, DS, "KeyInfo")
    wrapped = _below(made if beside else info, XENC, "EncryptedKey")
    _transport(wrapped, transport, digest, mask, label)
    _cipher(wrapped, _wrapped(key, pair, transport, digest, mask, label))
    _cipher(root, content[: len(content) - cut_tag])
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, made)
    return made


def _content(data: bytes, key: bytes, algorithm: str) -> bytes:
    if algorithm.endswith("gcm"):
        iv = os.urandom(12)
        return iv + AESGCM(key).encrypt(iv, data, None)
    kind = TripleDES if "tripledes" in algorithm else algorithms.AES
    block = kind.block_size // 8
    iv = os.urandom(block)
    missing = block - len(data) % block
    filled = data + os.urandom(missing - 1) + bytes([missing])
    closing = Cipher(kind(key), modes.CBC(iv)).encryptor()
    return iv + closing.update(filled) + closing.finalize()


def _wrapped(
    key: bytes,
    pair: Pair,
    transport: str,
    digest: str | None,
    mask: str | None,
    label: bytes | None,
) -> bytes:
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if transport != RSA_1_5:
        scheme = padding.OAEP(
            padding.MGF1(MASKS[mask or f"{XENC11}mgf1sha1"]), DIGESTS[digest or f"{DS}sha1"], label
        )
    return pair.rsa.public_key().encrypt(key, scheme)


def _transport(
    wrapped: etree._Element,
    transport: str,
    digest: str | None,
    mask: str | None,
    label: bytes | None,
) -> None:
    method = _below(wrapped, XENC, "EncryptionMethod", Algorithm=transport)
    if label is not None:
        _below(method, XENC, "OAEPparams").text = base64.b64encode(label).decode()
    if digest:
        _below(method, DS, "DigestMethod", Algorithm=digest)
    if mask:
        _below(method, XENC11, "MGF", Algorithm=mask)


def _cipher(parent: etree._Element, data: bytes) -> None:
    value = _below(_below(parent, XENC, "CipherData"), XENC, "CipherValue")
    value.text = base64.b64encode(data).decode()


def _below(parent: etree._Element, namespace: str, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def of_all(recipients: Sequence[etree._Element]) -> etree._Element:
    """One EncryptedAssertion that holds the keys of several."""
    first = recipients[0]
    info = first.find(f".//{{{DS}}}KeyInfo")
    assert info is not None
    for other in recipients[1:]:
        key = other.find(f".//{{{XENC}}}EncryptedKey")
        assert key is not None
        info.append(key)
    return first
