"""Messages on their way: signed where they are to be, in the form each binding wants."""

from base64 import b64decode
from urllib.parse import parse_qsl, urlsplit
from zlib import decompress

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stellwerk.sso.saml.errors import CannotSign, CannotSignSo
from stellwerk.sso.saml.identity import NameId
from stellwerk.sso.saml.names import DS, SAML, Binding, SignatureAlgorithm, Status
from stellwerk.sso.saml.redirect import Message, read
from stellwerk.sso.saml.requests import authn_request, logout_request, logout_response
from stellwerk.sso.saml.sending import Field, Form, Redirect, send
from stellwerk.sso.saml.settings import Endpoint, ServiceProvider, Settings
from tests.unit.sso.saml.both_sides import (
    IDP,
    NOW,
    PORTAL,
    against_schema,
    both,
    pair,
    posted,
    xmlsec_believes,
    xmlsec_believes_text,
)

_RSA = [one for one in SignatureAlgorithm if one.name.startswith("RSA") and "SHA1" not in one.name]
_HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
_ECDSA = [one for one in SignatureAlgorithm if one.name.startswith("ECDSA")]
_POST = Endpoint(f"{IDP}/sso?idpid=777", Binding.POST)
_REDIRECT = Endpoint(f"{IDP}/sso?idpid=777", Binding.REDIRECT)


def _messages(settings: Settings) -> list[tuple[etree._Element, Field]]:
    name = NameId("Anna & Jörg <x>")
    return [
        (authn_request(settings, request_id="_1", now=NOW), "SAMLRequest"),
        (
            logout_request(settings, request_id="_2", now=NOW, name_id=name, session_index="s"),
            "SAMLRequest",
        ),
        (
            logout_response(
                settings, response_id="_3", now=NOW, in_response_to="_9", status=Status.SUCCESS
            ),
            "SAMLResponse",
        ),
    ]


@pytest.mark.parametrize("algorithm", _RSA)
@pytest.mark.parametrize("number", range(3))
def test_a_posted_message_carries_a_signature_that_xmlsec_believes(
    number: int, algorithm: SignatureAlgorithm
) -> None:
    settings = both(signature_algorithm=algorithm)
    message, field = _messages(settings)[number]
    sent = send(message, _POST, settings, field=field, sign=True)
    assert isinstance(sent, Form)
    assert sent.address == _POST.address
    assert list(sent.fields) == [field]
    whole = posted(sent.fields)
    assert xmlsec_believes(whole, pair("us").certificate)
    assert not xmlsec_believes(whole, pair("idp").certificate)
    assert against_schema(etree.fromstring(whole)) == []


def test_the_signature_stands_right_after_the_issuer_and_covers_the_message() -> None:
    settings = both()
    sent = send(_messages(settings)[0][0], _POST, settings, field="SAMLRequest", sign=True)
    assert isinstance(sent, Form)
    document = etree.fromstring(posted(sent.fields))
    assert [one.tag for one in document][:2] == [f"{{{SAML}}}Issuer", f"{{{DS}}}Signature"]
    (reference,) = document.iter(f"{{{DS}}}Reference")
    assert reference.get("URI") == "#_1"
    changed = posted(sent.fields).replace(b"/acs", b"/aCs")
    assert changed != posted(sent.fields)
    assert not xmlsec_believes(changed, pair("us").certificate)


def test_signing_leaves_the_message_itself_as_it_was() -> None:
    settings = both()
    message = authn_request(settings, request_id="_1", now=NOW)
    before = etree.tostring(message)
    send(message, _POST, settings, field="SAMLRequest", sign=True)
    assert etree.tostring(message) == before


def test_an_unsigned_message_has_no_signature_in_either_binding() -> None:
    settings = both()
    message = authn_request(settings, request_id="_1", now=NOW)
    form = send(message, _POST, settings, field="SAMLRequest", sign=False, relay_state="r")
    assert isinstance(form, Form)
    assert form.fields["RelayState"] == "r"
    assert etree.fromstring(posted(form.fields)).find(f"{{{DS}}}Signature") is None
    there = send(message, _REDIRECT, settings, field="SAMLRequest", sign=False)
    assert isinstance(there, Redirect)
    query = dict(parse_qsl(urlsplit(there.address).query))
    assert set(query) == {"idpid", "SAMLRequest"}


@pytest.mark.parametrize("algorithm", _RSA)
def test_a_redirect_signs_exactly_the_query_it_sends(algorithm: SignatureAlgorithm) -> None:
    settings = both(signature_algorithm=algorithm)
    message = authn_request(settings, request_id="_1", now=NOW)
    sent = send(message, _REDIRECT, settings, field="SAMLRequest", relay_state="_r +&=", sign=True)
    assert isinstance(sent, Redirect)
    own, _, ours = urlsplit(sent.address).query.partition("&")
    assert own == "idpid=777"
    covered, _, signature = ours.partition("&Signature=")
    values = dict(parse_qsl(ours))
    assert list(values) == ["SAMLRequest", "RelayState", "SigAlg", "Signature"]
    assert values["RelayState"] == "_r +&="
    assert values["SigAlg"] == algorithm
    key = pair("us").certificate.public_key()
    made = b64decode(values["Signature"])
    assert isinstance(key, RSAPublicKey)
    key.verify(made, covered.encode(), PKCS1v15(), _HASHES[algorithm[-3:]])
    assert xmlsec_believes_text(covered.encode(), made, algorithm, pair("us").certificate)
    assert "+" not in signature
    inflated = decompress(b64decode(values["SAMLRequest"]), -15)
    assert inflated == etree.tostring(message)


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("https://idp.example.org/sso", "https://idp.example.org/sso?SAMLRequest="),
        ("https://idp.example.org/sso?", "https://idp.example.org/sso?SAMLRequest="),
        ("https://idp.example.org/?a=1&b=%2f", "https://idp.example.org/?a=1&b=%2f&SAMLRequest="),
    ],
)
def test_the_endpoints_own_query_stays_as_it_is(address: str, start: str) -> None:
    settings = both()
    message = authn_request(settings, request_id="_1", now=NOW)
    endpoint = Endpoint(address, Binding.REDIRECT)
    sent = send(message, endpoint, settings, field="SAMLRequest", sign=True)
    assert isinstance(sent, Redirect)
    assert sent.address.startswith(start)


@pytest.mark.parametrize("binding", Binding)
def test_answers_go_to_the_address_for_answers(binding: Binding) -> None:
    endpoint = Endpoint(f"{IDP}/slo", binding, answers=f"{IDP}/slo/answers")
    settings = both(slo=endpoint)
    for message, field in _messages(settings)[1:]:
        sent = send(message, endpoint, settings, field=field, sign=True)
        path = urlsplit(sent.address).path
        assert path == ("/saml/slo/answers" if field == "SAMLResponse" else "/saml/slo")


@pytest.mark.parametrize("endpoint", [_POST, _REDIRECT])
def test_without_a_key_nothing_is_sent_unsigned_instead(endpoint: Endpoint) -> None:
    keyless = ServiceProvider(f"{PORTAL}/metadata", f"{PORTAL}/acs", f"{PORTAL}/slo/callback")
    settings = Settings(both().idp, keyless)
    message = authn_request(settings, request_id="_1", now=NOW)
    with pytest.raises(CannotSign):
        send(message, endpoint, settings, field="SAMLRequest", sign=True)


@pytest.mark.parametrize("endpoint", [_POST, _REDIRECT])
@pytest.mark.parametrize("algorithm", [*_ECDSA, SignatureAlgorithm.RSA_SHA1])
def test_an_algorithm_that_does_not_fit_the_key_or_the_switch_is_not_used(
    algorithm: SignatureAlgorithm, endpoint: Endpoint
) -> None:
    settings = both(signature_algorithm=algorithm)
    message = authn_request(settings, request_id="_1", now=NOW)
    with pytest.raises(CannotSignSo):
        send(message, endpoint, settings, field="SAMLRequest", sign=True)


def test_sha1_is_used_where_its_switch_is_on() -> None:
    settings = both(signature_algorithm=SignatureAlgorithm.RSA_SHA1, allow_sha1=True)
    message = authn_request(settings, request_id="_1", now=NOW)
    sent = send(message, _POST, settings, field="SAMLRequest", sign=True)
    assert isinstance(sent, Form)
    (method,) = etree.fromstring(posted(sent.fields)).iter(f"{{{DS}}}SignatureMethod")
    assert method.get("Algorithm") == SignatureAlgorithm.RSA_SHA1


@given(relay_state=st.text(st.characters(codec="utf-8"), max_size=80), sign=st.booleans())
def test_what_we_send_by_redirect_is_read_as_it_was(relay_state: str, sign: bool) -> None:
    settings = both()
    message = authn_request(settings, request_id="_1", now=NOW)
    sent = send(
        message, _REDIRECT, settings, field="SAMLRequest", relay_state=relay_state, sign=sign
    )
    query = urlsplit(sent.address).query
    got = read(query, "SAMLRequest", [pair("us").certificate], must_be_signed=sign)
    assert got == Message(etree.tostring(message), relay_state, signed=sign)
