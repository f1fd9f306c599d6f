"""Who somebody is and how a message says so, drawn by chance."""

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import etree

from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import SAML, response
from tests.saml_messages.connection import idp_pair, settings, sp_pair
from tests.saml_messages.encrypting import AES128_CBC, KEY_BYTES, encrypt
from tests.saml_messages.keys import Pair, ec_pair
from tests.saml_messages.signing import MORE, PSS, RSA_SHA256, SHA256, sign

COSTLY = examples(max_examples=max(30, examples().max_examples // 6))
"""For tests of which each example costs signatures: fewer than the profile says."""

Attributes = list[tuple[str, str, list[str]]]

_WAYS: list[tuple[Pair, str]] = [
    (idp_pair(), RSA_SHA256),
    (idp_pair(), f"{MORE}rsa-sha512"),
    (idp_pair(), f"{PSS}sha256-rsa-MGF1"),
    (ec_pair("idp"), f"{MORE}ecdsa-sha256"),
    (ec_pair("idp", ec.SECP521R1), f"{MORE}ecdsa-sha512"),
]
_DIGESTS = [SHA256, f"{MORE}sha384", "http://www.w3.org/2001/04/xmlenc#sha512"]


def _is_xml(character: str) -> bool:
    return character in "\t\n\r" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}


def _plain(text: str) -> bool:
    hidden = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
    return bool(text) and text == text.strip() and not hidden & set(map(unicodedata.category, text))


_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff").filter(_is_xml)
TEXTS = st.text(_CHARACTERS, max_size=20)
NAMES = TEXTS.filter(_plain)
ATTRIBUTES: st.SearchStrategy[Attributes] = st.lists(
    st.tuples(NAMES, TEXTS, st.lists(TEXTS, max_size=3)), max_size=4, unique_by=lambda one: one[0]
)


@dataclass
class Layout:
    """What is signed with which key, what is kept of prefixes, what is encrypted how."""

    pair: Pair
    method: str
    digest: str
    assertion: bool
    whole: bool
    prefixes: list[str]
    encrypted: str

    def connection(self) -> Settings:
        """A connection in which this is believed."""
        return settings(self.pair, response_signature_suffices=not self.assertion)

    def message(self, **said: object) -> etree._Element:
        """A message in this layout."""
        root = response(**said)
        assertion = root.find(f"{{{SAML}}}Assertion")
        assert assertion is not None
        if self.assertion:
            self._sign(assertion)
        if self.encrypted:
            encrypt(assertion, sp_pair(), algorithm=self.encrypted)
        if self.whole:
            self._sign(root)
        return root

    def _sign(self, element: etree._Element) -> None:
        sign(element, self.pair, method=self.method, digest=self.digest, prefixes=self.prefixes)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Any layout that is allowed."""
    pair, method = draw(st.sampled_from(_WAYS))
    assertion = draw(st.booleans())
    whole = not assertion or draw(st.booleans())
    ciphers = list(KEY_BYTES) if whole else [one for one in KEY_BYTES if one.endswith("gcm")]
    return Layout(
        pair,
        method,
        draw(st.sampled_from(_DIGESTS)),
        assertion,
        whole,
        draw(st.lists(st.sampled_from(["xs", "xsi", "saml", "ds"]), unique=True)),
        draw(st.sampled_from(["", *ciphers])),
    )


FIXED = [
    Layout(idp_pair(), RSA_SHA256, SHA256, True, False, [], ""),
    Layout(idp_pair(), RSA_SHA256, SHA256, True, True, ["xs"], ""),
    Layout(idp_pair(), RSA_SHA256, SHA256, False, True, [], ""),
    Layout(idp_pair(), RSA_SHA256, SHA256, True, True, [], AES128_CBC),
]
"""Layouts whose messages are made once, to be changed often."""
