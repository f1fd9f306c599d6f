"""Signing what we send: XML signatures by signxml, and the one over a redirect's query."""

from copy import deepcopy

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import XMLSigner

from stellwerk.sso.saml.errors import CannotSign, CannotSignSo
from stellwerk.sso.saml.names import DS, SAML, SignatureAlgorithm
from stellwerk.sso.saml.settings import KeyPair, Settings

_HASHES: dict[SignatureAlgorithm, tuple[hashes.HashAlgorithm, DigestAlgorithm]] = {
    SignatureAlgorithm.RSA_SHA1: (hashes.SHA1(), DigestAlgorithm.SHA1),  # noqa: S303 - by switch
    SignatureAlgorithm.RSA_SHA256: (hashes.SHA256(), DigestAlgorithm.SHA256),
    SignatureAlgorithm.RSA_SHA384: (hashes.SHA384(), DigestAlgorithm.SHA384),
    SignatureAlgorithm.RSA_SHA512: (hashes.SHA512(), DigestAlgorithm.SHA512),
}


class _Signer(XMLSigner):
    """A signer that leaves the question of SHA-1 to our own switch."""

    def check_deprecated_methods(self) -> None:
        """Asked before, by `_material`."""


def signed(message: etree._Element, settings: Settings) -> etree._Element:
    """A signed copy: its enveloped signature stands right after Issuer, as the schema wants it."""
    pair, algorithm = _material(settings)
    copy = deepcopy(message)
    issuer = copy.find(f"{{{SAML}}}Issuer")
    place = 0 if issuer is None else copy.index(issuer) + 1
    copy.insert(place, etree.Element(f"{{{DS}}}Signature", Id="placeholder", nsmap={"ds": DS}))
    signer = _Signer(
        SignatureConstructionMethod.enveloped,
        SignatureMethod(algorithm.value),
        _HASHES[algorithm][1],
        CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    made: etree._Element = signer.sign(
        copy,
        key=pair.private_key,
        cert=[pair.certificate],
        reference_uri=copy.get("ID"),
        id_attribute="ID",
    )
    return made


def signed_text(text: bytes, settings: Settings) -> bytes:
    """The signature over a redirect's query (saml-bindings-2.0, 3.4.4.1)."""
    pair, algorithm = _material(settings)
    return pair.private_key.sign(text, PKCS1v15(), _HASHES[algorithm][0])


def _material(settings: Settings) -> tuple[KeyPair, SignatureAlgorithm]:
    pair, policy = settings.sp.signing, settings.policy
    if pair is None:
        raise CannotSign
    algorithm = policy.signature_algorithm
    if algorithm not in _HASHES:
        raise CannotSignSo
    if algorithm is SignatureAlgorithm.RSA_SHA1 and not policy.allow_sha1:
        raise CannotSignSo
    return pair, algorithm
