"""Whatever an identity provider says, it is read as it was said, and other libraries agree."""

from xml.sax.saxutils import escape

from hypothesis import given
from lxml import etree

from tests.saml_messages.building import SAML, SAMLP
from tests.saml_messages.connection import believe, identity
from tests.unit.sso.saml.layouts import ATTRIBUTES, COSTLY, NAMES, Attributes, Layout, layouts
from tests.unit.sso.saml.witnesses import bergshamra_canonical, xmlsec_verifies

ASSERTION, RESPONSE = f"{{{SAML}}}Assertion", f"{{{SAMLP}}}Response"


@COSTLY
@given(layouts(), NAMES, ATTRIBUTES)
def test_what_was_said_is_what_is_read_and_stands_in_the_signed_bytes(
    layout: Layout, name: str, said: Attributes
) -> None:
    root = layout.message(name_id=name, attributes=said)
    found = identity(believe(root, layout.connection()))
    assert found.name_id.value == name
    read = [(one.name, one.friendly_name, list(one.values)) for one in found.attributes]
    assert read == said
    signed = found.signed
    if layout.encrypted and not layout.assertion:
        # What was decrypted is kept as it came; here it is made canonical to be compared.
        signed = etree.tostring(etree.fromstring(signed), method="c14n", exclusive=True)
    for text in (name, *(value for _, _, values in said for value in values)):
        assert escape(text, {"\r": "&#xD;"}).encode("utf-8") in signed


@COSTLY
@given(layouts(), NAMES, ATTRIBUTES)
def test_other_libraries_verify_what_is_believed(
    layout: Layout, name: str, said: Attributes
) -> None:
    root = layout.message(name_id=name, attributes=said)
    found = identity(believe(root, layout.connection()))
    document = etree.tostring(root)
    if layout.whole:
        assert xmlsec_verifies(document, RESPONSE, layout.pair)
    if layout.encrypted:
        return
    if layout.assertion:
        assert xmlsec_verifies(document, ASSERTION, layout.pair)
    tag = ASSERTION if layout.assertion else RESPONSE
    assert bergshamra_canonical(document, tag, layout.prefixes) == found.signed
