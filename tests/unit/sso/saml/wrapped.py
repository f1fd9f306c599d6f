"""Where a forged assertion and a genuine one can stand in one document: signature wrapping.

The names are those of "On Breaking SAML" (Somorovsky and others, 2012).
"""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from tests.saml_messages.building import DS, SAML, response
from tests.saml_messages.connection import idp_pair, sp_pair
from tests.saml_messages.encrypting import encrypt
from tests.saml_messages.signing import sign
from tests.unit.sso.saml.attacking import (
    EVIL,
    assertion_of,
    at,
    extensions,
    forged,
    genuine,
    inside,
    signature_of,
    without_signature,
)


def evil_response() -> etree._Element:
    return response(response_id="_evil-response", assertion_id="_evil", name_id=EVIL)


def xsw1() -> etree._Element:
    """The genuine Response in an Object of the signature that the forged one carries."""
    original, root = genuine(whole=True), evil_response()
    signature = signature_of(original)
    bare = without_signature(original)
    root.insert(1, signature)
    inside(signature, DS, "Object", bare)
    return root


def xsw2() -> etree._Element:
    """The genuine Response beside its signature, both in the forged one."""
    original, root = genuine(whole=True), evil_response()
    signature = signature_of(original)
    root.insert(1, without_signature(original))
    root.insert(2, signature)
    return root


def xsw3() -> etree._Element:
    """The forged assertion before the genuine one."""
    root = genuine()
    root.insert(root.index(assertion_of(root)), forged())
    return root


def xsw4() -> etree._Element:
    """The genuine assertion in the forged one."""
    root = genuine()
    original = assertion_of(root)
    evil = forged()
    root.replace(original, evil)
    evil.append(original)
    return root


def xsw5() -> etree._Element:
    """The forged assertion has the signature, the genuine one stands behind it without."""
    root = genuine()
    original = assertion_of(root)
    evil = forged()
    evil.insert(1, signature_of(original))
    root.replace(original, evil)
    root.append(original)
    return root


def xsw6() -> etree._Element:
    """The genuine assertion inside the signature of the forged one."""
    root = genuine()
    original = assertion_of(root)
    evil, signature = forged(), signature_of(original)
    root.replace(original, evil)
    evil.insert(1, signature)
    signature.append(original)
    return root


def xsw7(identifier: str) -> etree._Element:
    """The forged assertion in Extensions, where schemas allow anything."""
    root = genuine()
    extensions(root, forged(identifier))
    return root


def xsw7_reversed() -> etree._Element:
    """The genuine assertion in Extensions, the forged one at its place with the signature."""
    root = genuine()
    original = assertion_of(root)
    evil = forged()
    evil.insert(1, signature_of(original))
    root.replace(original, evil)
    extensions(root, original)
    return root


def xsw8(identifier: str) -> etree._Element:
    """The genuine assertion in an Object of the forged one's signature."""
    root = genuine()
    original = assertion_of(root)
    evil, signature = forged(identifier), signature_of(original)
    root.replace(original, evil)
    evil.insert(1, signature)
    inside(signature, DS, "Object", original)
    return root


def hidden_in(*path: tuple[str, str]) -> Callable[[], etree._Element]:
    """The genuine assertion somewhere below the forged one that took its place and signature."""

    def made() -> etree._Element:
        root = genuine()
        original = assertion_of(root)
        evil, signature = forged(), signature_of(original)
        root.replace(original, evil)
        evil.insert(1, signature)
        place = evil
        for namespace, name in path:
            place = at(place, namespace, name)
        place.append(original)
        return root

    return made


def forged_in_advice() -> etree._Element:
    root = response()
    original = assertion_of(root)
    advice = etree.Element(f"{{{SAML}}}Advice")
    advice.append(forged())
    original.insert(3, advice)
    sign(original, idp_pair())
    return root


def beside_encrypted() -> etree._Element:
    """A genuine encrypted assertion, and a forged one in the open."""
    root = genuine()
    encrypt(assertion_of(root), sp_pair())
    root.insert(2, forged())
    return root


def two_encrypted() -> etree._Element:
    root = genuine()
    encrypt(assertion_of(root), sp_pair())
    root.append(encrypt(forged(), sp_pair()))
    return root


def nested_encrypted() -> etree._Element:
    """Decrypted, it is a forged assertion with the genuine one in its Advice."""
    root = genuine()
    original = assertion_of(root)
    evil = forged()
    inside(evil, SAML, "Advice", deepcopy(original))
    root.replace(original, evil)
    encrypt(evil, sp_pair())
    return root


def encrypted_id_again() -> etree._Element:
    """Decrypted, the assertion has the ID of the Response."""
    root = response(assertion_id="_response-1")
    sign(assertion_of(root), idp_pair())
    encrypt(assertion_of(root), sp_pair())
    return root
