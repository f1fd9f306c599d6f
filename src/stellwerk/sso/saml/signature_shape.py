"""The one shape of signature that is believed at all (saml-core-2.0, 5.4). Read before any crypto.

One signature, one Reference, to the very element the signature stands in; enveloped and exclusive
canonicalization, nothing else; algorithms from a list, each bound to its kind of key.
"""

from dataclasses import dataclass

from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod

from stellwerk.sso.saml.names import DS, ENVELOPED, EXC_C14N
from stellwerk.sso.saml.reading import Children, attribute, base64, local, text
from stellwerk.sso.saml.refusal import Code, Refused

SIGNATURE = f"{{{DS}}}Signature"
_PREFIXES = f"{{{EXC_C14N}}}InclusiveNamespaces"
_MOST_PREFIXES = 64

_RSA = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.SHA256_RSA_MGF1,
        SignatureMethod.SHA384_RSA_MGF1,
        SignatureMethod.SHA512_RSA_MGF1,
        SignatureMethod.RSA_SHA1,
    }
)
_ELLIPTIC = frozenset(
    {
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
_METHODS = {method.value: method for method in _RSA | _ELLIPTIC}
_DIGESTS = {
    digest.value: digest
    for digest in (
        DigestAlgorithm.SHA256,
        DigestAlgorithm.SHA384,
        DigestAlgorithm.SHA512,
        DigestAlgorithm.SHA1,
    )
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a well-formed signature says of how it was made."""

    method: SignatureMethod
    digest: DigestAlgorithm

    @property
    def for_rsa(self) -> bool:
        """Whether an RSA key makes it; else one on an elliptic curve."""
        return self.method in _RSA

    @property
    def sha1(self) -> bool:
        """Whether SHA-1 has a part in it."""
        return self.method is SignatureMethod.RSA_SHA1 or self.digest is DigestAlgorithm.SHA1


def shape_of(element: etree._Element, signature: etree._Element, *, allow_sha1: bool) -> Shape:
    """How `signature` right below `element` was made. Refuses what is not exactly as expected."""
    if element.findall(SIGNATURE) != [signature]:
        raise Refused(Code.SIGNATURE_SHAPE, "not exactly one signature")
    try:
        return _shape(element, signature, allow_sha1)
    except Refused as refused:
        if refused.refusal.code in {Code.UNEXPECTED_CONTENT, Code.MISSING_CONTENT}:
            raise Refused(Code.SIGNATURE_SHAPE, refused.refusal.detail) from refused
        raise


def _shape(element: etree._Element, signature: etree._Element, allow_sha1: bool) -> Shape:
    parts = Children(signature)
    info = Children(parts.one(f"{{{DS}}}SignedInfo"))
    _base64(parts.one(f"{{{DS}}}SignatureValue"))
    parts.optional(f"{{{DS}}}KeyInfo")
    parts.end()
    canonicalization = info.one(f"{{{DS}}}CanonicalizationMethod")
    method = info.one(f"{{{DS}}}SignatureMethod")
    reference = info.one(f"{{{DS}}}Reference")
    info.end(Code.WRONG_REFERENCE)
    if canonicalization.get("Algorithm") != EXC_C14N:
        raise Refused(Code.WRONG_CANONICALIZATION, attribute(canonicalization, "Algorithm"))
    _prefixes(canonicalization)
    found = _METHODS.get(attribute(method, "Algorithm"))
    if found is None:
        raise Refused(Code.WRONG_SIGNATURE_ALGORITHM, attribute(method, "Algorithm"))
    Children(method).end()
    shape = Shape(found, _digest(element, reference))
    if shape.sha1 and not allow_sha1:
        raise Refused(Code.SHA1)
    return shape


def _digest(element: etree._Element, reference: etree._Element) -> DigestAlgorithm:
    identifier = element.get("ID")
    if not identifier or reference.get("URI") != f"#{identifier}":
        raise Refused(Code.WRONG_REFERENCE, reference.get("URI") or "")
    parts = Children(reference)
    _transforms(parts.one(f"{{{DS}}}Transforms"))
    method = parts.one(f"{{{DS}}}DigestMethod")
    _base64(parts.one(f"{{{DS}}}DigestValue"))
    parts.end()
    found = _DIGESTS.get(attribute(method, "Algorithm"))
    if found is None:
        raise Refused(Code.WRONG_DIGEST_ALGORITHM, attribute(method, "Algorithm"))
    Children(method).end()
    return found


def _transforms(transforms: etree._Element) -> None:
    found = Children(transforms).several(f"{{{DS}}}Transform")
    if len(found) != len(transforms):
        raise Refused(Code.SIGNATURE_SHAPE, "Transforms")
    if [one.get("Algorithm") for one in found] != [ENVELOPED, EXC_C14N]:
        named = ", ".join(one.get("Algorithm") or "?" for one in found)
        raise Refused(Code.WRONG_TRANSFORMS, named)
    Children(found[0]).end()
    _prefixes(found[1])


def _prefixes(method: etree._Element) -> None:
    """Exclusive canonicalization may name prefixes to keep (PrefixList), and nothing else."""
    parts = Children(method)
    kept = parts.optional(_PREFIXES)
    parts.end()
    if kept is not None:
        Children(kept).end()
        if len(attribute(kept, "PrefixList").split()) > _MOST_PREFIXES:
            raise Refused(Code.SIGNATURE_SHAPE, "PrefixList")


def _base64(element: etree._Element) -> None:
    """signxml reads base64 leniently, so it is read by the letter here first."""
    if not base64(text(element), Code.SIGNATURE_SHAPE):
        raise Refused(Code.SIGNATURE_SHAPE, f"{local(element)} is empty")
