"""The signature over a redirect's query: allowed algorithms, each with its own kind of key."""

from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509 import Certificate

from stellwerk.sso.saml.keys import fitting
from stellwerk.sso.saml.names import SignatureAlgorithm
from stellwerk.sso.saml.refusal import Code, Refused

_RSA: dict[str, hashes.HashAlgorithm] = {
    SignatureAlgorithm.RSA_SHA256: hashes.SHA256(),
    SignatureAlgorithm.RSA_SHA384: hashes.SHA384(),
    SignatureAlgorithm.RSA_SHA512: hashes.SHA512(),
    SignatureAlgorithm.RSA_SHA1: hashes.SHA1(),  # noqa: S303 - only behind its own switch
}
_ECDSA: dict[str, hashes.HashAlgorithm] = {
    SignatureAlgorithm.ECDSA_SHA256: hashes.SHA256(),
    SignatureAlgorithm.ECDSA_SHA384: hashes.SHA384(),
    SignatureAlgorithm.ECDSA_SHA512: hashes.SHA512(),
}


def verify(
    covered: bytes,
    signature: bytes,
    algorithm: str,
    certificates: Sequence[Certificate],
    allow_sha1: bool,
) -> None:
    """Whether one of these certificates' keys made the signature. Raises Refused."""
    if algorithm not in _RSA and algorithm not in _ECDSA:
        raise Refused(Code.WRONG_SIGNATURE_ALGORITHM, algorithm)
    if algorithm == SignatureAlgorithm.RSA_SHA1 and not allow_sha1:
        raise Refused(Code.SHA1)
    for certificate in fitting(certificates, for_rsa=algorithm in _RSA):
        key = certificate.public_key()
        try:
            if isinstance(key, RSAPublicKey):
                key.verify(signature, covered, PKCS1v15(), _RSA[algorithm])
            elif isinstance(key, EllipticCurvePublicKey):
                _verify(key, signature, covered, _ECDSA[algorithm])
        except InvalidSignature:
            continue
        return
    raise Refused(Code.WRONG_SIGNATURE)


def _verify(
    key: EllipticCurvePublicKey, signature: bytes, covered: bytes, hash_: hashes.HashAlgorithm
) -> None:
    """XML Signature joins the two numbers; Java's providers send DER. The length tells which."""
    size = (key.curve.key_size + 7) // 8
    if len(signature) == 2 * size:
        first, second = signature[:size], signature[size:]
        try:
            key.verify(_der(first, second), covered, ECDSA(hash_))
        except InvalidSignature:
            key.verify(signature, covered, ECDSA(hash_))
    else:
        key.verify(signature, covered, ECDSA(hash_))


def _der(first: bytes, second: bytes) -> bytes:
    return encode_dss_signature(int.from_bytes(first), int.from_bytes(second))
