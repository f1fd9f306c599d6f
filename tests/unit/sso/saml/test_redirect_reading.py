"""A message that came by redirect is read as it was signed: not a byte is written anew before."""

import zlib
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509 import Certificate
from hypothesis import example, given
from hypothesis import strategies as st

from stellwerk.sso.saml.gate import MAX_BASE64, MAX_XML
from stellwerk.sso.saml.names import SignatureAlgorithm
from stellwerk.sso.saml.redirect import DEFLATE, Message, field_of, read
from stellwerk.sso.saml.refusal import Code, Refused
from tests.unit.sso.saml import redirected
from tests.unit.sso.saml.both_sides import NOW, pair
from tests.unit.sso.saml.redirected import XML, escaped, query, reading, rsa, unsigned

_RSA = [one for one in SignatureAlgorithm if one.name.startswith("RSA")]
_WRITTEN = [redirected.escaped, redirected.small_escapes, redirected.fewer_escapes]


def _code(raw_query: str, **changes: object) -> Code:
    with pytest.raises(Refused) as refused:
        read(raw_query, **reading(**changes))
    return refused.value.refusal.code


@pytest.mark.parametrize("write", _WRITTEN)
def test_however_it_was_escaped_the_signature_counts_as_it_was_made(
    write: Callable[[str], str],
) -> None:
    got = read(query(write=write, relay_state="https://a/?b=c d"), **reading())
    assert got == Message(XML, "https://a/?b=c d", signed=True)


def test_the_same_value_escaped_anew_is_another_text_and_its_signature_does_not_hold() -> None:
    made = query(relay_state="a/b", write=redirected.small_escapes)
    assert "%2f" in made
    assert _code(made.replace("%2f", "%2F")) is Code.WRONG_SIGNATURE


@pytest.mark.parametrize(
    "order", list(permutations(["SAMLRequest", "RelayState", "SigAlg", "Signature"]))
)
def test_the_order_of_the_parameters_does_not_matter(order: tuple[str, ...]) -> None:
    assert read(query(relay_state="r", order=order), **reading()).relay_state == "r"


def test_a_relay_state_that_came_or_went_later_breaks_the_signature() -> None:
    assert _code(f"{query()}&RelayState=x") is Code.WRONG_SIGNATURE
    assert _code(query(relay_state="x").replace("&RelayState=x", "")) is Code.WRONG_SIGNATURE
    assert read(query(relay_state=""), **reading()).relay_state == ""


@pytest.mark.parametrize("name", ["SAMLRequest", "RelayState", "SigAlg", "Signature"])
def test_a_parameter_that_comes_twice_is_refused(name: str) -> None:
    made = query(relay_state="r")
    value = next(part for part in made.split("&") if part.startswith(f"{name}="))
    for doubled in (f"{made}&{value}", f"{made}&{name}=", f"{name}=x&{made}", f"{made}&{name}"):
        assert _code(doubled) is Code.REDIRECT_PARAMETER_TWICE


@pytest.mark.parametrize("odd", ["SAML%52equest", "%53AMLRequest", "SAMLReques%74"])
def test_a_name_written_with_escapes_hides_nothing(odd: str) -> None:
    made = query()
    assert _code(f"{made}&{odd}=x") is Code.REDIRECT_PARAMETER_TWICE
    assert _code(made.replace("SAMLRequest=", f"{odd}=")) is Code.REDIRECT_DISGUISED_NAME


def test_a_request_and_a_response_together_are_refused_whichever_is_signed() -> None:
    """Or one would be verified and the other one read (CVE-2025-27773)."""
    request, response = query(), query(field="SAMLResponse")
    for field in ("SAMLRequest", "SAMLResponse"):
        for both in (f"{request}&{unsigned(field='SAMLResponse')}", f"{unsigned()}&{response}"):
            assert _code(both, field=field) is Code.REDIRECT_TWO_MESSAGES
    assert _code(f"{request}&SAMLart=x") is Code.REDIRECT_TWO_MESSAGES
    assert field_of(f"{request}&{response}") is None


def test_only_the_expected_kind_of_message_is_read() -> None:
    assert _code(query(field="SAMLResponse")) is Code.REDIRECT_NO_MESSAGE
    assert _code(query(), field="SAMLResponse") is Code.REDIRECT_NO_MESSAGE
    assert _code("") is Code.REDIRECT_NO_MESSAGE
    assert _code("RelayState=a&other=b") is Code.REDIRECT_NO_MESSAGE
    assert [field_of(one) for one in (query(), query(field="SAMLResponse"), "a=b")] == [
        "SAMLRequest",
        "SAMLResponse",
        None,
    ]


def test_parameters_of_the_address_itself_are_none_of_our_business() -> None:
    assert read(f"idpid=777&{query()}&SAMLrequest=x&signature", **reading()).xml == XML


@pytest.mark.parametrize("algorithm", _RSA)
def test_each_allowed_algorithm_is_verified(algorithm: SignatureAlgorithm) -> None:
    made = query(algorithm=algorithm, sign=rsa(algorithm))
    assert read(made, **reading(allow_sha1=True)).signed
    if algorithm is SignatureAlgorithm.RSA_SHA1:
        assert _code(made) is Code.SHA1
    else:
        assert read(made, **reading()).signed


@pytest.mark.parametrize(
    "algorithm",
    [
        "",
        "rsa-sha256",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        SignatureAlgorithm.RSA_SHA256.upper(),
        f"{SignatureAlgorithm.RSA_SHA256} ",
    ],
)
def test_an_algorithm_that_is_not_on_the_list_is_refused(algorithm: str) -> None:
    assert _code(query(algorithm=algorithm)) is Code.WRONG_SIGNATURE_ALGORITHM


def test_the_algorithm_named_is_the_one_that_is_used() -> None:
    sha256 = rsa(SignatureAlgorithm.RSA_SHA256)
    made = query(algorithm=SignatureAlgorithm.RSA_SHA512, sign=sha256)
    assert _code(made) is Code.WRONG_SIGNATURE


def _on_curve(curve: ec.EllipticCurve) -> tuple[ec.EllipticCurvePrivateKey, Certificate]:
    key = ec.generate_private_key(curve)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "curve")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + timedelta(1))
    return key, builder.sign(key, hashes.SHA256())


@pytest.mark.parametrize(
    ("curve", "algorithm"),
    [
        (ec.SECP256R1(), SignatureAlgorithm.ECDSA_SHA256),
        (ec.SECP384R1(), SignatureAlgorithm.ECDSA_SHA384),
        (ec.SECP521R1(), SignatureAlgorithm.ECDSA_SHA512),
    ],
)
def test_signatures_on_curves_are_verified_in_both_forms(
    curve: ec.EllipticCurve, algorithm: SignatureAlgorithm
) -> None:
    key, certificate = _on_curve(curve)
    hash_ = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[algorithm[-3:]]
    size = (curve.key_size + 7) // 8

    def der(text: bytes) -> bytes:
        return key.sign(text, ec.ECDSA(hash_))

    def joined(text: bytes) -> bytes:
        first, second = decode_dss_signature(der(text))
        return first.to_bytes(size) + second.to_bytes(size)

    for sign in (der, joined):
        made = query(algorithm=algorithm, sign=sign)
        assert read(made, **reading(certificates=[certificate])).signed
        assert _code(made) is Code.NO_FITTING_CERTIFICATE
    for sign in (lambda text: der(text + b" "), lambda text: joined(text + b" "), lambda _: b"\0"):
        made = query(algorithm=algorithm, sign=sign)
        assert _code(made, certificates=[certificate]) is Code.WRONG_SIGNATURE


def test_an_rsa_algorithm_is_not_tried_with_a_key_on_a_curve() -> None:
    _, certificate = _on_curve(ec.SECP256R1())
    assert _code(query(), certificates=[certificate]) is Code.NO_FITTING_CERTIFICATE
    assert _code(query(), certificates=[]) is Code.NO_FITTING_CERTIFICATE


def test_the_next_certificate_counts_as_the_current_one() -> None:
    certificates = [pair("us").certificate, pair("idp").certificate]
    assert read(query(), **reading(certificates=certificates)).signed
    assert _code(query(), certificates=certificates[:1]) is Code.WRONG_SIGNATURE


def test_no_more_keys_than_four_are_tried() -> None:
    many = [pair("us").certificate] * 4 + [pair("idp").certificate]
    assert _code(query(), certificates=many) is Code.WRONG_SIGNATURE


def test_a_signature_is_demanded_where_the_policy_wants_one() -> None:
    assert _code(unsigned()) is Code.LOGOUT_REQUEST_UNSIGNED
    response = unsigned(field="SAMLResponse")
    assert _code(response, field="SAMLResponse") is Code.LOGOUT_RESPONSE_UNSIGNED
    assert read(unsigned(), **reading(must_be_signed=False)) == Message(XML, "", signed=False)


def test_a_wrong_signature_is_refused_even_where_none_is_demanded() -> None:
    forged = query(sign=rsa(SignatureAlgorithm.RSA_SHA256, "us"))
    assert _code(forged, must_be_signed=False) is Code.WRONG_SIGNATURE


@pytest.mark.parametrize("wanted", [True, False])
def test_half_a_signature_is_none(wanted: bool) -> None:
    whole = query()
    without_signature = whole.partition("&Signature=")[0]
    assert _code(without_signature, must_be_signed=wanted) is Code.REDIRECT_SIGNATURE_INCOMPLETE
    without_algorithm = f"{unsigned()}&Signature={whole.partition('&Signature=')[2]}"
    assert _code(without_algorithm, must_be_signed=wanted) is Code.REDIRECT_SIGNATURE_INCOMPLETE
    for empty in ("", "="):
        made = f"{without_signature}&Signature{empty}"
        assert _code(made, must_be_signed=wanted) is Code.REDIRECT_SIGNATURE_INCOMPLETE


def test_letters_beyond_ascii_are_refused_before_anything_else() -> None:
    assert _code(f"{query()}&x=ü") is Code.REDIRECT_NOT_ASCII


def test_another_encoding_than_deflate_is_refused() -> None:
    made = query()
    assert _code(f"{made}&SAMLEncoding=urn:other") is Code.REDIRECT_ENCODING
    assert read(f"{made}&SAMLEncoding={escaped(DEFLATE)}", **reading()).xml == XML


@pytest.mark.parametrize("text", ["!!!", "a", "YQ", "YQ==YQ==", "Y_Q=", "ä"])
def test_what_is_not_base64_is_refused(text: str) -> None:
    made = f"SAMLRequest={escaped(text)}"
    assert _code(made, must_be_signed=False) is Code.BASE64


def test_line_breaks_in_base64_are_allowed() -> None:
    """Some wrap it after 76 letters, as mail does."""
    whole = b64encode(redirected.deflated(XML)).decode()
    wrapped = "\r\n".join(whole[at : at + 76] for at in range(0, len(whole), 76))
    made = f"SAMLRequest={escaped(wrapped)}"
    assert read(made, **reading(must_be_signed=False)).xml == XML


def test_a_bomb_is_not_inflated_beyond_the_limit() -> None:
    bomb = redirected.deflated(bytes(200 * 1024 * 1024))
    assert len(bomb) < MAX_BASE64
    assert _code(unsigned(raw=bomb), must_be_signed=False) is Code.TOO_LARGE
    assert _code(query(raw=bomb)) is Code.TOO_LARGE


def test_the_limit_itself_is_allowed() -> None:
    largest = XML.ljust(MAX_XML)
    assert read(query(largest), **reading()).xml == largest
    assert _code(query(largest + b" ")) is Code.TOO_LARGE


def test_a_parameter_of_many_bytes_is_refused_without_decoding_it() -> None:
    made = f"SAMLRequest={'A' * (MAX_BASE64 + 1)}"
    assert _code(made, must_be_signed=False) is Code.TOO_LARGE


@pytest.mark.parametrize("tail", [b"\0", b"<x/>", redirected.deflated(XML)])
def test_nothing_may_follow_the_deflated_message(tail: bytes) -> None:
    made = redirected.deflated(XML) + tail
    assert _code(query(raw=made)) is Code.REDIRECT_TRAILING_DATA


def test_what_was_not_deflated_or_is_cut_off_is_refused() -> None:
    for raw in (b"", XML, zlib.compress(XML), redirected.deflated(XML)[:-3]):
        assert _code(query(raw=raw)) is Code.REDIRECT_DEFLATE


@given(
    relay_state=st.none() | st.text(max_size=40),
    write=st.sampled_from(_WRITTEN),
    field=st.sampled_from(["SAMLRequest", "SAMLResponse"]),
    place=st.integers(0, 2000),
    letter=st.characters(min_codepoint=33, max_codepoint=126),
)
@example(relay_state="r", write=redirected.escaped, field="SAMLRequest", place=0, letter="&")
def test_whoever_changes_a_letter_gets_nothing_else_believed(
    relay_state: str | None,
    write: Callable[[str], str],
    field: str,
    place: int,
    letter: str,
) -> None:
    """Either it is refused, or what is read is what was signed."""
    made = query(relay_state=relay_state, write=write, field=field)
    place %= len(made)
    changed = made[:place] + letter + made[place + 1 :]
    try:
        got = read(changed, **reading(field=field))
    except Refused:
        return
    assert got.signed
    assert got.xml == XML
    assert got.relay_state == read(made, **reading(field=field)).relay_state


_pieces = st.sampled_from(
    ["SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding"]
)


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.tuples(_pieces, st.text(max_size=40)), max_size=6).map(
            lambda parts: "&".join(f"{name}={escaped(value)}" for name, value in parts)
        ),
        st.binary(max_size=300).map(lambda raw: unsigned(raw=raw)),
    )
)
def test_no_query_whatever_brings_anything_but_a_message_or_a_refusal(raw_query: str) -> None:
    for field in ("SAMLRequest", "SAMLResponse"):
        try:
            got = read(raw_query, **reading(field=field, must_be_signed=False))
        except Refused:
            continue
        assert not got.signed
