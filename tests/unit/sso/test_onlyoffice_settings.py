"""An identity provider that was registered for ONLYOFFICE goes on working; nothing gets weaker."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.core.said import Said
from stellwerk.sso.configuration import DEFAULT_LABEL, Attributes, Provider, Signing
from stellwerk.sso.onlyoffice import Taken, take_over
from stellwerk.sso.onlyoffice_document import NotOnlyoffice
from stellwerk.sso.saml.certificates import bare, pem, private_pem
from stellwerk.sso.saml.names import Binding, NameIdFormat, SignatureAlgorithm
from tests.unit.sso.saml.both_sides import pair

_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"


def _settings(**changes: Any) -> dict[str, Any]:
    """What a portal that uses single sign-on with all switches on has."""
    us = pair("us")
    return {
        "enableSso": True,
        "idpSettings": {
            "entityId": "https://idp.example.org/idp/shibboleth",
            "ssoUrl": "https://idp.example.org/sso?idpid=777",
            "ssoBinding": Binding.POST.value,
            "sloUrl": "https://idp.example.org/slo",
            "sloBinding": Binding.REDIRECT.value,
            "nameIdFormat": NameIdFormat.PERSISTENT.value,
        },
        "idpCertificates": [_theirs(bare(pair("idp").certificate))],
        "idpCertificateAdvanced": {
            "verifyAlgorithm": f"{_MORE}rsa-sha256",
            "verifyAuthResponsesSign": True,
            "verifyLogoutRequestsSign": True,
            "verifyLogoutResponsesSign": True,
            "decryptAlgorithm": "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            "decryptAssertions": False,
        },
        "spCertificates": [
            _ours(pem(us.certificate), private_pem(us.private_key), "signing and encrypt")
        ],
        "spCertificateAdvanced": {
            "signingAlgorithm": f"{_MORE}rsa-sha512",
            "signAuthRequests": True,
            "signLogoutRequests": True,
            "signLogoutResponses": False,
            "encryptAlgorithm": "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            "encryptAssertions": True,
        },
        "fieldMapping": {
            "firstName": "givenName",
            "lastName": "sn",
            "email": "urn:oid:0.9.2342.19200300.100.1.3",
            "title": "",
            "location": "l",
            "phone": "mobile",
        },
        "spLoginLabel": "Town sign-in",
        "hideAuthPage": True,
        **changes,
    }


def _theirs(crt: str, action: str = "verification") -> dict[str, Any]:
    return {"selfSigned": True, "crt": crt, "key": None, "action": action, "domainName": "idp"}


def _ours(crt: str, key: str, action: str = "signing") -> dict[str, Any]:
    return {"selfSigned": True, "crt": crt, "key": key, "action": action, "domainName": "sp"}


def _taken(**changes: Any) -> Taken:
    return take_over(json.dumps(_settings(**changes)))


def _notes(taken: Taken) -> str:
    return "\n".join(taken.notes)


def test_everything_the_provider_knows_of_that_portal_stays() -> None:
    taken = _taken()
    configuration = taken.configuration
    assert configuration.provider == Provider(
        entity_id="https://idp.example.org/idp/shibboleth",
        sso_address="https://idp.example.org/sso?idpid=777",
        sso_binding=Binding.POST,
        slo_address="https://idp.example.org/slo",
        slo_binding=Binding.REDIRECT,
        certificates=(pem(pair("idp").certificate),),
    )
    assert configuration.signing == Signing(
        sign_authn_requests=True,
        sign_logout_requests=True,
        sign_logout_responses=False,
        algorithm=SignatureAlgorithm.RSA_SHA512,
        want_assertions_encrypted=True,
    )
    assert configuration.attributes == Attributes(
        mail="urn:oid:0.9.2342.19200300.100.1.3", title=""
    )
    assert configuration.name_id_format is NameIdFormat.PERSISTENT
    assert configuration.label == "Town sign-in"
    assert configuration.hide_login_page
    assert configuration.sp_entity_id == ""
    assert taken.enabled
    (ours,) = taken.keys
    assert ours.use == "both"
    assert ours.pair.certificate == pair("us").certificate
    assert private_pem(ours.pair.private_key) == private_pem(pair("us").private_key)


def test_the_entity_id_of_another_address_stays_too() -> None:
    document = json.dumps(_settings())
    for address in ("https://office.example.org", " https://office.example.org/products/people "):
        taken = take_over(document, old_address=address)
        assert taken.configuration.sp_entity_id == "https://office.example.org/sso/metadata"
    assert take_over(document, old_address=" ").configuration.sp_entity_id == ""
    for odd in ("office", "javascript:alert(1)", "https://[1"):
        with pytest.raises(NotOnlyoffice):
            take_over(document, old_address=odd)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inside: json.dumps(inside).encode(),
        lambda inside: b"\xef\xbb\xbf" + json.dumps(inside).encode(),
        lambda inside: json.dumps({"serializeSettings": json.dumps(inside)}),
        lambda inside: json.dumps({"count": 1, "response": inside, "status": 0, "statusCode": 200}),
        lambda inside: json.dumps({"response": {"serializeSettings": json.dumps(inside)}}),
        lambda inside: json.dumps({name.capitalize(): one for name, one in inside.items()}),
    ],
)  # fmt: skip
def test_it_is_read_in_every_wrapping(wrap: Any) -> None:
    assert take_over(wrap(_settings())).configuration == _taken().configuration


@pytest.mark.parametrize(
    "document",
    [
        "",
        "no json",
        "[]",
        "1",
        "null",
        '"text"',
        "{}",
        '{"response": []}',
        '{"response": {"response": {"response": {"response": {"idpSettings": {}}}}}}',
        '{"serializeSettings": "{}"}',
        "[" * 100_000,
        " " * 1_000_001,
        b"\xff\xfe{",
    ],
    ids=range(13),
)
def test_anything_else_is_refused(document: str | bytes) -> None:
    with pytest.raises(NotOnlyoffice) as refused:
        take_over(document)
    assert refused.value.hint


def test_a_portal_left_at_its_defaults_is_raised_to_safe_ones_and_says_so() -> None:
    taken = _taken(
        enableSso=False,
        idpCertificateAdvanced={
            "verifyAlgorithm": _SHA1,
            "verifyAuthResponsesSign": False,
            "verifyLogoutRequestsSign": False,
            "verifyLogoutResponsesSign": False,
        },
        spCertificates=[],
        spCertificateAdvanced={"signingAlgorithm": _SHA1},
        spLoginLabel=" ",
        hideAuthPage=False,
    )
    assert not taken.enabled
    signing = taken.configuration.signing
    assert signing == Signing(
        sign_logout_requests=False,
        sign_logout_responses=False,
        response_signature_suffices=True,
    )
    assert signing.algorithm is SignatureAlgorithm.RSA_SHA256
    assert signing.verify_logout_requests
    assert signing.verify_logout_responses
    assert not signing.allow_sha1
    assert taken.configuration.label == DEFAULT_LABEL
    assert not taken.configuration.allow_unsolicited
    notes = _notes(taken)
    for said in (
        "signatures with SHA-1 are refused",
        "Messages were signed with SHA-1 there; here they are with SHA-256.",
        "A signature over the whole response is enough",
        "Logout messages of the identity provider have to be signed here",
        "Sign-ins that start at the identity provider are off",
    ):
        assert said in notes


def test_with_transient_names_people_are_recognised_by_their_mail_as_they_were() -> None:
    idp = {**_settings()["idpSettings"], "nameIdFormat": NameIdFormat.TRANSIENT.value}
    taken = _taken(idpSettings=idp)
    assert taken.configuration.attributes.identifier == taken.configuration.attributes.mail
    assert "recognised by the attribute urn:oid:0.9.2342.19200300.100.1.3" in _notes(taken)


@pytest.mark.parametrize("wanted", NameIdFormat)
def test_each_name_id_format_is_taken(wanted: NameIdFormat) -> None:
    idp = {**_settings()["idpSettings"], "nameIdFormat": wanted.value}
    assert _taken(idpSettings=idp).configuration.name_id_format is wanted


def test_an_unknown_name_id_format_is_said() -> None:
    taken = _taken(idpSettings={**_settings()["idpSettings"], "nameIdFormat": "urn:x"})
    assert taken.configuration.name_id_format is NameIdFormat.TRANSIENT
    assert "The NameID format is not known" in _notes(taken)


def test_several_certificates_of_the_provider_are_taken_each_once() -> None:
    idp, following = (pem(pair(name).certificate) for name in ("idp", "next"))
    both = [
        _theirs(idp),
        _theirs(following, "verification and decrypt"),
        _theirs(idp),
        _theirs(idp, "decrypt"),
        _theirs("garbage"),
    ]
    taken = _taken(idpCertificates=both)
    assert taken.configuration.provider.certificates == (idp, following)
    assert "that only decrypts was left out" in _notes(taken)
    assert "This is no certificate." in _notes(taken)


def test_no_more_certificates_than_are_trusted_at_once() -> None:
    many = [_theirs(pem(pair(f"idp-{number}").certificate)) for number in range(5)]
    taken = _taken(idpCertificates=many)
    assert len(taken.configuration.provider.certificates) == 4
    assert "Only the first 4 certificates were taken over." in _notes(taken)


@pytest.mark.parametrize(
    ("action", "use"),
    [("signing", "signing"), ("encrypt", "encryption"), ("signing and encrypt", "both")],
)
def test_our_keys_keep_their_use(action: str, use: str) -> None:
    us = pair("us")
    taken = _taken(
        spCertificates=[_ours(bare(us.certificate), private_pem(us.private_key), action)]
    )
    assert [one.use for one in taken.keys] == [use]
    assert taken.configuration.signing.sign_authn_requests == (use != "encryption")
    assert taken.configuration.signing.want_assertions_encrypted == (use != "signing")


def test_a_key_that_cannot_be_used_is_left_out_and_what_needed_it_is_switched_off() -> None:
    us = pair("us")
    odd = [
        _ours(pem(us.certificate), private_pem(pair("idp").private_key)),
        _ours(pem(us.certificate), ""),
        _ours(pem(us.certificate), private_pem(us.private_key), "baking"),
    ]
    taken = _taken(spCertificates=odd)
    assert taken.keys == ()
    assert not taken.configuration.signing.sign_authn_requests
    assert not taken.configuration.signing.want_assertions_encrypted
    notes = _notes(taken)
    assert "The private key does not belong to the certificate." in notes
    assert "its use is not known" in notes
    assert "without a usable key for signing they are not here" in notes
    assert "no usable key to decrypt them was taken over" in notes
    assert not any(line in notes for line in private_pem(us.private_key).splitlines()[1:])


def test_an_address_that_is_none_is_left_out() -> None:
    idp = {**_settings()["idpSettings"], "ssoUrl": "javascript:alert(1)", "sloUrl": "https://[1"}
    taken = _taken(idpSettings=idp)
    assert taken.configuration.provider.sso_address == ""
    assert taken.configuration.provider.slo_address == ""
    assert "ssoUrl is no web address" in _notes(taken)
    assert "sloUrl is no web address" in _notes(taken)


def test_what_has_no_counterpart_is_said() -> None:
    assert "has no counterpart" in _notes(_taken(usersType=1))
    assert "has no counterpart" not in _notes(_taken(usersType=4))


def test_every_note_can_be_shown_in_another_language() -> None:
    odd = _taken(idpCertificates=[_theirs("x")], usersType=2, idpCertificateAdvanced={})
    assert len(odd.notes) > 4
    assert all(isinstance(one, Said) for one in odd.notes)


def test_a_key_never_shows_itself() -> None:
    assert "pair" not in repr(_taken().keys[0])


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from(["action", "crt", "key", "x"]), inside, max_size=3)
    ),
    max_leaves=8,
)


_NO_KEYS = _settings(spCertificates=[])


@given(st.dictionaries(st.sampled_from(sorted(_NO_KEYS)), _json, max_size=6))
def test_whatever_the_parts_hold_it_is_taken_over_or_refused(changes: dict[str, Any]) -> None:
    # Without our keys, which take long to be looked at.
    taken = take_over(json.dumps({**_NO_KEYS, **changes}))
    assert not taken.configuration.signing.allow_sha1
    assert not taken.configuration.allow_unsolicited


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_document_brings_anything_but_settings_or_a_refusal(document: str | bytes) -> None:
    try:
        taken = take_over(document)
    except NotOnlyoffice:
        return
    assert isinstance(taken, Taken)
