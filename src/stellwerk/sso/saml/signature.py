"""Enveloped XML signatures: first the one shape we know, then signxml, then only the signed bytes.

The certificates are the configured ones; what a message says of keys is never looked at. What
comes back was parsed from the very bytes whose digest was signed, without the signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509 import Certificate
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.exceptions import InvalidDigest, InvalidInput, InvalidSignature
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from stellwerk.sso.saml import gate
from stellwerk.sso.saml.identity import Notice
from stellwerk.sso.saml.keys import fitting
from stellwerk.sso.saml.names import DS
from stellwerk.sso.saml.refusal import Code, Refused
from stellwerk.sso.saml.signature_shape import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature covers: canonical bytes, and the element that was parsed from them."""

    data: bytes
    element: etree._Element
    notices: tuple[Notice, ...] = ()


class _Verifier(XMLVerifier):
    """signxml's, told what it need not find out: it copies and searches less, and accepts less.

    Nor does it ask the schema of signatures, which allows much; `shape_of` has seen the one shape.
    """

    def get_root(self, data: etree._Element) -> etree._Element:
        """The element itself: what is changed later are copies of it."""
        return data

    def _tostring(self, xml_node: etree._Element, **_: object) -> bytes:
        return etree.tostring(xml_node, encoding="UTF-8", with_tail=False)

    def _resolve_reference(
        self, doc_root: etree._Element, reference: etree._Element, uri_resolver: object = None
    ) -> etree._Element:
        """The one element that a Reference may mean."""
        if uri_resolver is not None or reference.get("URI") != f"#{doc_root.get('ID')}":
            raise Refused(Code.WRONG_REFERENCE)
        return doc_root


def verified(
    element: etree._Element,
    signature: etree._Element,
    certificates: Sequence[Certificate],
    *,
    allow_sha1: bool,
    now: datetime,
) -> Signed:
    """What `signature`, the only one right below `element`, proves of it.

    KeyInfo, which no signature of an enveloping element covers any more, is taken out of the tree.
    """
    shape = shape_of(element, signature, allow_sha1=allow_sha1)
    for key_info in signature.findall(f"{{{DS}}}KeyInfo"):
        signature.remove(key_info)
    for certificate in fitting(certificates, for_rsa=shape.for_rsa):
        result = _verify(element, shape, certificate)
        if result is not None:
            return _signed(element, result, _notices(shape, certificate, now))
    raise Refused(Code.WRONG_SIGNATURE)


def _verify(element: etree._Element, shape: Shape, certificate: Certificate) -> VerifyResult | None:
    """None where another key made the signature. The certificate's own date is given as the time:
    that it is past is a notice, since whose key it is was settled by who configured it.
    """
    rules = SignatureConfiguration(
        require_x509=True,
        location="./",
        expect_references=1,
        signature_methods=frozenset({shape.method}),
        digest_algorithms=frozenset({shape.digest}),
        ignore_ambiguous_key_info=True,
        verification_time=certificate.not_valid_before_utc,
        default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    try:
        result = _Verifier().verify(
            element,
            x509_cert=certificate,
            parser=gate.parser(),
            id_attribute="ID",
            validate_schema=False,
            expect_config=rules,
        )
    except InvalidDigest as changed:
        raise Refused(Code.WRONG_DIGEST) from changed
    except InvalidSignature:
        return None
    except (etree.C14NError, etree.XMLSyntaxError) as odd:
        raise Refused(Code.CANNOT_CANONICALIZE) from odd
    except InvalidInput as odd:
        raise Refused(Code.SIGNATURE_SHAPE, str(odd)) from odd
    if not isinstance(result, VerifyResult):
        raise Refused(Code.WRONG_REFERENCE)
    return result


def _signed(element: etree._Element, result: VerifyResult, notices: tuple[Notice, ...]) -> Signed:
    """Refuses what a canonicalization that failed in silence would give."""
    root = result.signed_xml
    if root is None or not result.signed_data.startswith(b"<"):
        raise Refused(Code.CANNOT_CANONICALIZE)
    if root.tag != element.tag or root.get("ID") != element.get("ID"):
        raise Refused(Code.WRONG_REFERENCE)
    if root.find(f"{{{DS}}}Signature") is not None:
        raise Refused(Code.SIGNATURE_SHAPE)
    return Signed(result.signed_data, root, notices)


def _notices(shape: Shape, certificate: Certificate, now: datetime) -> tuple[Notice, ...]:
    found = []
    if now > certificate.not_valid_after_utc:
        found.append(Notice.CERTIFICATE_EXPIRED)
    if now < certificate.not_valid_before_utc:
        found.append(Notice.CERTIFICATE_NOT_YET_VALID)
    if shape.sha1:
        found.append(Notice.SHA1)
    return tuple(found)
