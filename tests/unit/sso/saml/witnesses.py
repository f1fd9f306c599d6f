"""Other libraries' opinion: python-xmlsec on signatures, pybergshamra on canonical bytes."""

import pybergshamra
import xmlsec
from lxml import etree

from tests.saml_messages.building import DS
from tests.saml_messages.keys import Pair


def xmlsec_verifies(document: bytes, tag: str, pair: Pair) -> bool:
    """Whether the signature right below the one element of that name is good under this key."""
    root = etree.fromstring(document)
    xmlsec.tree.add_ids(root, ["ID"])
    element = next(root.iter(tag))
    signature = element.find(f"{{{DS}}}Signature")
    if signature is None:
        return False
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        pair.certificate_pem, xmlsec.constants.KeyDataFormatCertPem
    )
    try:
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True


def bergshamra_canonical(document: bytes, tag: str, prefixes: list[str]) -> bytes:
    """The canonical form of that element without its own signature."""
    root = etree.fromstring(document)
    element = next(root.iter(tag))
    signature = element.find(f"{{{DS}}}Signature")
    if signature is not None:
        element.remove(signature)
    found: bytes = pybergshamra.canonicalize_subtree(
        etree.tostring(root, encoding="unicode"),
        str(element.get("ID")),
        pybergshamra.C14nMode.Exclusive,
        prefixes or None,
    )
    return found
