"""What the attack tests share: a genuine Response, a forged assertion, and how to ask the core."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from lxml import etree

from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import DS, SAML, SAMLP, Said, assertion, response
from tests.saml_messages.connection import believe, idp_pair, settings
from tests.saml_messages.signing import sign

EVIL = "administrator"


@dataclass
class Attack:
    """A document, its number in the catalogue of attacks, and the code it is refused by."""

    number: int
    name: str
    code: Code
    made: Callable[[], etree._Element | bytes | str]
    connection: Callable[[], Settings] = settings
    stores: Any = field(default=None)


def each(attacks: list[Attack]) -> pytest.MarkDecorator:
    """Parametrise a test by attacks."""
    named = [f"{one.number:02d}-{one.name}" for one in attacks]
    assert len(set(named)) == len(named), "two attacks of one name"
    return pytest.mark.parametrize("attack", attacks, ids=named)


def check(attack: Attack) -> None:
    """It is refused, by its own code."""
    result = believe(attack.made(), attack.connection(), stores=attack.stores)
    assert isinstance(result, Refusal), f"believed: {result}"
    assert result.code is attack.code, result


def genuine(*, whole: bool = False, **said: Any) -> etree._Element:
    """A Response whose assertion is signed, or, with `whole`, the Response alone."""
    root = response(**said)
    sign(root if whole else assertion_of(root), idp_pair())
    return root


def forged(identifier: str = "_evil") -> etree._Element:
    """An unsigned assertion that says what the attacker wants."""
    return assertion(Said(assertion_id=identifier, name_id=EVIL))


def assertion_of(root: etree._Element) -> etree._Element:
    """The first assertion below a Response."""
    return at(root, SAML, "Assertion")


def signature_of(element: etree._Element) -> etree._Element:
    """The signature right below an element."""
    return at(element, DS, "Signature")


def at(root: etree._Element, namespace: str, name: str) -> etree._Element:
    """The first element of that name, at any depth."""
    return next(root.iter(f"{{{namespace}}}{name}"))


def inside(parent: etree._Element, namespace: str, name: str, *content: Any) -> etree._Element:
    """A new last child with this content."""
    made = etree.SubElement(parent, f"{{{namespace}}}{name}")
    made.extend(content)
    return made


def extensions(root: etree._Element, *content: etree._Element) -> etree._Element:
    """Put Extensions at the place where they are allowed."""
    made = etree.Element(f"{{{SAMLP}}}Extensions")
    made.extend(content)
    status = at(root, SAMLP, "Status")
    root.insert(root.index(status), made)
    return made


def without_signature(element: etree._Element) -> etree._Element:
    """A copy without its own signature."""
    copy = deepcopy(element)
    copy.remove(signature_of(copy))
    return copy


def suffices() -> Settings:
    """A connection in which the signature of a Response is enough."""
    return settings(response_signature_suffices=True)
