"""Signatures, right ones and any other kind that an attacker could wish for."""

import base64
from collections.abc import Callable, Sequence
from copy import deepcopy

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree

from tests.saml_messages.building import DS, SAML
from tests.saml_messages.keys import Pair

EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DS}enveloped-signature"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
PSS = "http://www.w3.org/2007/05/xmldsig-more#"
RSA_SHA1, RSA_SHA256 = f"{DS}rsa-sha1", f"{MORE}rsa-sha256"
SHA1, SHA256 = f"{DS}sha1", "http://www.w3.org/2001/04/xmlenc#sha256"

_HASHES: dict[str, hashes.HashAlgorithm] = {
    SHA1: hashes.SHA1(),
    SHA256: hashes.SHA256(),
    f"{MORE}sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
    "http://www.w3.org/2001/04/xmldsig-more#md5": hashes.MD5(),
}


def canonical(element: etree._Element, prefixes: Sequence[str] = ()) -> bytes:
    """Exclusive canonical XML."""
    return etree.tostring(
        element, method="c14n", exclusive=True, inclusive_ns_prefixes=list(prefixes) or None
    )


def sign(
    element: etree._Element,
    pair: Pair,
    *,
    method: str = RSA_SHA256,
    digest: str = SHA256,
    prefixes: Sequence[str] = (),
    transforms: Sequence[str] = (ENVELOPED, EXC_C14N),
    canonicalization: str = EXC_C14N,
    uri: str | None = "",
    covered: Callable[[etree._Element], bytes] | None = None,
    spoil: Callable[[etree._Element], None] | None = None,
    key_info: etree._Element | None = None,
    at: int | None = None,
) -> etree._Element:
    """Put an enveloped signature right after the Issuer of `element`, and return it.

    `uri` None leaves it out, "" means the element's own ID. `spoil` changes SignedInfo before it is
    signed; `covered` says which bytes the digest is taken of.
    """
    data = covered(element) if covered else canonical(_unsigned(element), prefixes)
    signature = etree.Element(f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = _below(signature, "SignedInfo")
    _below(info, "CanonicalizationMethod", Algorithm=canonicalization)
    _below(info, "SignatureMethod", Algorithm=method)
    reference = _below(info, "Reference")
    if uri is not None:
        reference.set("URI", uri or f"#{element.get('ID')}")
    chain = _below(reference, "Transforms")
    for one in transforms:
        made = _below(chain, "Transform", Algorithm=one)
        if prefixes and one == EXC_C14N:
            etree.SubElement(
                made,
                f"{{{EXC_C14N}}}InclusiveNamespaces",
                {"PrefixList": " ".join(prefixes)},
                nsmap={"ec": EXC_C14N},
            )
    _below(reference, "DigestMethod", Algorithm=digest)
    _below(reference, "DigestValue").text = _text(_hash(data, digest))
    if spoil:
        spoil(info)
    value = _below(signature, "SignatureValue")
    signature.append(certificate_info(pair) if key_info is None else key_info)
    issuer = element.find(f"{{{SAML}}}Issuer")
    place = 0 if issuer is None else element.index(issuer) + 1
    element.insert(place if at is None else at, signature)
    value.text = _text(signature_value(canonical(info), pair, method))
    return signature


def certificate_info(pair: Pair) -> etree._Element:
    """A KeyInfo with a certificate."""
    info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS})
    inner = "".join(pair.certificate_pem.decode().splitlines()[1:-1])
    _below(_below(info, "X509Data"), "X509Certificate").text = inner
    return info


def key_value_info(pair: Pair) -> etree._Element:
    """A KeyInfo with a bare RSA key."""
    numbers = pair.rsa.public_key().public_numbers()
    info = etree.Element(f"{{{DS}}}KeyInfo", nsmap={"ds": DS})
    value = _below(_below(info, "KeyValue"), "RSAKeyValue")
    _below(value, "Modulus").text = _text(numbers.n.to_bytes(256))
    _below(value, "Exponent").text = _text(numbers.e.to_bytes(3))
    return info


def _unsigned(element: etree._Element) -> etree._Element:
    """A copy with the namespaces around it, and without its own signature."""
    root = etree.fromstring(etree.tostring(element, with_tail=False))
    for found in root.findall(f"{{{DS}}}Signature"):
        root.remove(found)
    return root


def _hash(data: bytes, digest: str) -> bytes:
    made = hashes.Hash(_HASHES.get(digest, hashes.SHA256()))
    made.update(data)
    return made.finalize()


def signature_value(data: bytes, pair: Pair, method: str) -> bytes:
    """The bytes of a signature over `data`, as the algorithm of that name makes them."""
    hash_ = next(
        (
            made
            for name, made in (
                ("sha1", hashes.SHA1()),
                ("sha384", hashes.SHA384()),
                ("sha512", hashes.SHA512()),
            )
            if name in method
        ),
        hashes.SHA256(),
    )
    if "hmac" in method:
        mac = hmac.HMAC(pair.certificate_pem, hash_)
        mac.update(data)
        return mac.finalize()
    if isinstance(pair.key, ec.EllipticCurvePrivateKey):
        size = (pair.key.curve.key_size + 7) // 8
        first, second = decode_dss_signature(pair.key.sign(data, ec.ECDSA(hash_)))
        return first.to_bytes(size) + second.to_bytes(size)
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if method.startswith(PSS):
        scheme = padding.PSS(padding.MGF1(hash_), hash_.digest_size)
    assert isinstance(pair.key, rsa.RSAPrivateKey)
    return pair.key.sign(data, scheme, hash_)


def _below(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def copied(element: etree._Element) -> etree._Element:
    """A copy that can be changed."""
    return deepcopy(element)
