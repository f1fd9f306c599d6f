"""Attacks on algorithms, keys and encryption: numbers 26 to 34 of the catalogue."""

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from lxml import etree

from stellwerk.sso.saml.refusal import Code
from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import DS, SAML, XENC, response
from tests.saml_messages.connection import believe, identity, idp_pair, settings, sp_pair
from tests.saml_messages.encrypting import (
    AES128_CBC,
    AES256_GCM,
    OAEP,
    RSA_1_5,
    XENC11,
    encrypt,
    of_all,
)
from tests.saml_messages.keys import END, Pair, certificate_for, ec_pair, rsa_pair
from tests.saml_messages.signing import MORE, RSA_SHA1, SHA1, SHA256, canonical, sign
from tests.unit.sso.saml.attacking import (
    EVIL,
    Attack,
    assertion_of,
    at,
    check,
    each,
    genuine,
    suffices,
)

SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


def signed(pair: Pair, method: str, digest: str = SHA256) -> Callable[[], etree._Element]:
    """Signed rightly, but in this way."""

    def made() -> etree._Element:
        root = response()
        sign(assertion_of(root), pair, method=method, digest=digest)
        return root

    return made


def trusting(pair: Pair) -> Callable[[], Settings]:
    return lambda: settings(pair)


def cubic() -> Pair:
    """A key with the smallest exponent there is."""
    key = rsa.generate_private_key(3, 2048)
    return Pair(key, certificate_for(key, "cubic", END))


CUBIC = cubic()


def forged_padding() -> etree._Element:
    """A number whose cube begins like a right signature (Bleichenbacher, 2006)."""
    root = response(name_id=EVIL)
    signature = sign(assertion_of(root), CUBIC)
    digest = hashlib.sha256(canonical(signature[0])).digest()
    block = b"\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\x00" + SHA256_INFO + digest
    wanted = int.from_bytes(block.ljust(256, b"\xff"))
    low, high = 0, 1 << 700
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**3 <= wanted else (low, middle - 1)
    assert (low**3).to_bytes(256)[: len(block)] == block
    signature[1].text = base64.b64encode(low.to_bytes(256)).decode()
    return root


def encrypted(**way: object) -> Callable[[], etree._Element]:
    """A genuine assertion, encrypted in this way, in an unsigned Response."""

    def made() -> etree._Element:
        root = genuine()
        encrypt(assertion_of(root), sp_pair(), **way)
        return root

    return made


def encrypted_and_signed(**way: object) -> etree._Element:
    root = encrypted(**way)()
    sign(root, idp_pair())
    return root


def unsigned_inside() -> etree._Element:
    root = response()
    encrypt(assertion_of(root), sp_pair())
    return root


def unsigned_inside_signed() -> etree._Element:
    root = unsigned_inside()
    sign(root, idp_pair())
    return root


def changed_cipher() -> etree._Element:
    """What asks a padding oracle: a genuine signed Response with another last block."""
    root = encrypted_and_signed(algorithm=AES128_CBC)
    value = root.findall(f".//{{{XENC}}}CipherValue")[-1]
    data = bytearray(base64.b64decode(value.text or ""))
    data[-17] ^= 1
    value.text = base64.b64encode(bytes(data)).decode()
    return root


def for_several() -> etree._Element:
    root = genuine()
    others = [encrypt(etree.Element("x"), rsa_pair(name)) for name in ("other", "other idp")]
    of_all([encrypt(assertion_of(root), sp_pair()), *others])
    return root


def key_in_key() -> etree._Element:
    """An EncryptedKey within the KeyInfo of another."""
    root = encrypted()()
    key = at(root, XENC, "EncryptedKey")
    info = etree.Element(f"{{{DS}}}KeyInfo")
    info.append(at(encrypted()(), XENC, "EncryptedKey"))
    key.insert(1, info)
    return root


def referenced_key() -> etree._Element:
    """The key has to be fetched from somewhere."""
    root = encrypted()()
    info = at(root, DS, "KeyInfo")
    info.remove(info[0])
    etree.SubElement(info, f"{{{DS}}}RetrievalMethod", URI="https://evil.example.org/key")
    return root


def referenced_cipher() -> etree._Element:
    root = encrypted()()
    data = root.findall(f".//{{{XENC}}}CipherData")[-1]
    data.remove(data[0])
    etree.SubElement(data, f"{{{XENC}}}CipherReference", URI="https://evil.example.org/data")
    return root


def named(tag: str, algorithm: str) -> Callable[[], etree._Element]:
    """The EncryptionMethod below this element says something else."""

    def made() -> etree._Element:
        root = encrypted()()
        at(at(root, XENC, tag), XENC, "EncryptionMethod").set("Algorithm", algorithm)
        return root

    return made


def encrypted_name(holder: str) -> etree._Element:
    """An EncryptedID whose key is for somebody else."""
    root = response()
    encrypt(at(root, SAML, "NameID"), rsa_pair("other"), holder=f"{{{SAML}}}{holder}")
    sign(assertion_of(root), idp_pair())
    return root


def encrypted_something_as_name() -> etree._Element:
    root = response()
    name_id = at(root, SAML, "NameID")
    encrypt(name_id, sp_pair(), plain=b"<a/>", holder=f"{{{SAML}}}EncryptedID")
    sign(assertion_of(root), idp_pair())
    return root


RSA256 = f"{MORE}rsa-sha256"
WRONG_METHOD, WRONG_CIPHER = Code.WRONG_SIGNATURE_ALGORITHM, Code.WRONG_ENCRYPTION_ALGORITHM
CRYPTOGRAPHY = [
    Attack(26, "RSA with SHA-1", Code.SHA1, signed(idp_pair(), RSA_SHA1)),
    Attack(26, "digest by SHA-1", Code.SHA1, signed(idp_pair(), RSA256, SHA1)),
    Attack(26, "MD5", Code.WRONG_DIGEST_ALGORITHM, signed(idp_pair(), RSA256, f"{MORE}md5")),
    Attack(27, "HMAC", WRONG_METHOD, signed(idp_pair(), f"{MORE}hmac-sha256")),
    Attack(27, "HMAC with SHA-1", WRONG_METHOD, signed(idp_pair(), f"{DS}hmac-sha1")),
    Attack(27, "DSA", WRONG_METHOD, signed(idp_pair(), f"{DS}dsa-sha1")),
    Attack(27, "unknown", WRONG_METHOD, signed(idp_pair(), "urn:evil:none")),
    Attack(27, "ECDSA with SHA-1", WRONG_METHOD, signed(ec_pair("idp"), f"{MORE}ecdsa-sha1")),
    Attack(
        27,
        "ECDSA for an RSA key",
        Code.NO_FITTING_CERTIFICATE,
        signed(ec_pair("idp"), f"{MORE}ecdsa-sha256"),
    ),
    Attack(
        27,
        "RSA for an elliptic curve",
        Code.NO_FITTING_CERTIFICATE,
        signed(idp_pair(), RSA256),
        trusting(ec_pair("idp")),
    ),
    Attack(
        28,
        "RSA with 1024 bits",
        Code.WEAK_KEY,
        signed(rsa_pair("weak", 1024), RSA256),
        trusting(rsa_pair("weak", 1024)),
    ),
    Attack(
        28,
        "another curve",
        Code.WEAK_KEY,
        signed(ec_pair("weak", ec.SECP224R1), f"{MORE}ecdsa-sha256"),
        trusting(ec_pair("weak", ec.SECP224R1)),
    ),
    Attack(29, "CBC", Code.CBC_UNSIGNED, encrypted(algorithm=AES128_CBC)),
    Attack(29, "3DES", Code.CBC_UNSIGNED, encrypted(algorithm=f"{XENC}tripledes-cbc"), suffices),
    Attack(29, "changed cipher text", Code.WRONG_DIGEST, changed_cipher),
    Attack(
        29,
        "padding",
        Code.CANNOT_DECRYPT,
        lambda: encrypted_and_signed(algorithm=AES128_CBC, cut_tag=16),
    ),
    Attack(
        29,
        "half a block",
        Code.CANNOT_DECRYPT,
        lambda: encrypted_and_signed(algorithm=AES128_CBC, cut_tag=5),
    ),
    Attack(30, "RSA 1.5", Code.WRONG_KEY_TRANSPORT, encrypted(transport=RSA_1_5)),
    Attack(
        30,
        "RSA 1.5, signed",
        Code.WRONG_KEY_TRANSPORT,
        lambda: encrypted_and_signed(transport=RSA_1_5),
    ),
    Attack(
        30,
        "RSA 1.5 said to be OAEP",
        Code.CANNOT_DECRYPT,
        lambda: _relabelled(encrypted(transport=RSA_1_5)()),
    ),
    Attack(30, "unknown digest", Code.WRONG_KEY_TRANSPORT, lambda: _digest(encrypted()(), "urn:x")),
    Attack(31, "short tag", Code.CANNOT_DECRYPT, encrypted(cut_tag=4)),
    Attack(31, "no tag", Code.CANNOT_DECRYPT, encrypted(cut_tag=16)),
    Attack(32, "unsigned inside", Code.ASSERTION_UNSIGNED, unsigned_inside),
    Attack(32, "unsigned inside, lax", Code.ASSERTION_UNSIGNED, unsigned_inside, suffices),
    Attack(32, "signed around alone", Code.ASSERTION_UNSIGNED, unsigned_inside_signed),
    Attack(33, "several recipients", Code.SEVERAL_ENCRYPTED_KEYS, for_several),
    Attack(33, "a key in a key", Code.SEVERAL_ENCRYPTED_KEYS, key_in_key),
    Attack(33, "a key from elsewhere", Code.ENCRYPTION_SHAPE, referenced_key),
    Attack(33, "data from elsewhere", Code.ENCRYPTION_SHAPE, referenced_cipher),
    Attack(33, "unknown cipher", WRONG_CIPHER, named("EncryptedData", f"{XENC}aes192-cbc")),
    Attack(
        33, "another cipher", Code.CANNOT_DECRYPT, named("EncryptedData", f"{XENC11}aes128-gcm")
    ),
    Attack(
        33,
        "a cipher that was switched off",
        WRONG_CIPHER,
        encrypted(algorithm=AES256_GCM),
        lambda: settings(encryption=frozenset()),
    ),
    Attack(
        33,
        "for somebody else",
        Code.CANNOT_DECRYPT,
        lambda: _for(rsa_pair("other")),
    ),
    Attack(33, "something else", Code.NO_ASSERTION, encrypted(plain=b"<a xmlns='urn:a'/>")),
    Attack(33, "nothing", Code.CANNOT_DECRYPT, encrypted(plain=b"")),
    Attack(
        33, "a name for somebody else", Code.CANNOT_DECRYPT, lambda: encrypted_name("EncryptedID")
    ),
    Attack(33, "something as a name", Code.NO_NAME_ID, encrypted_something_as_name),
    Attack(34, "forged padding", Code.WRONG_SIGNATURE, forged_padding, trusting(CUBIC)),
]


def _for(pair: Pair) -> etree._Element:
    root = genuine()
    encrypt(assertion_of(root), pair)
    return root


def _relabelled(root: etree._Element) -> etree._Element:
    at(at(root, XENC, "EncryptedKey"), XENC, "EncryptionMethod").set("Algorithm", OAEP)
    return root


def _digest(root: etree._Element, algorithm: str) -> etree._Element:
    method = at(at(root, XENC, "EncryptedKey"), XENC, "EncryptionMethod")
    etree.SubElement(method, f"{{{DS}}}DigestMethod", Algorithm=algorithm)
    return root


@each(CRYPTOGRAPHY)
def test_what_cryptography_does_not_prove_is_not_believed(attack: Attack) -> None:
    check(attack)


def test_a_key_with_a_small_exponent_still_proves_what_it_signed() -> None:
    """Else the forged padding above would be refused for another reason."""
    found = identity(believe(signed(CUBIC, RSA256)(), settings(CUBIC)))
    assert found.name_id.value == "anna-4711"
