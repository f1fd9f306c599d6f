"""What real identity providers send is believed by our core for the right reasons, or refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.names import Binding, EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.settings import KeyPair
from tests.integration.sso.partner import ADDRESS, POLICY, Partner, keys, walker_of
from tests.servers.identity_provider import ALICE, BOB, SECOND, IdentityProvider, Manners
from tests.servers.simplesamlphp import SimpleSamlPhp

_CBC = {
    EncryptionAlgorithm.AES128_CBC,
    EncryptionAlgorithm.AES256_CBC,
    EncryptionAlgorithm.TRIPLEDES_CBC,
}


@pytest.fixture(scope="module")
def our_keys() -> KeyPair:
    """Made once: it takes a while."""
    return keys()


def _code(said: Identity | Refusal) -> Code | None:
    return said.code if isinstance(said, Refusal) else None


def test_who_was_asked_for_comes_with_all_their_attributes(
    idp: IdentityProvider, our_keys: KeyPair
) -> None:
    us = Partner(idp, our_keys)
    said = us.judge(us.ask(walker_of(idp)))
    assert isinstance(said, Identity), said
    assert {one.name: list(one.values) for one in said.attributes} == ALICE.attributes
    assert said.issuer == idp.entity_id
    assert said.name_id.format == NameIdFormat.PERSISTENT
    assert said.session_index
    assert said.in_response_to
    assert said.warnings == ()


def test_our_request_may_be_posted(idp: IdentityProvider, our_keys: KeyPair) -> None:
    us = Partner(idp, our_keys)
    us.by(Binding.POST)
    said = us.judge(us.ask(walker_of(idp)))
    assert isinstance(said, Identity), said


@pytest.mark.parametrize("binding", Binding)
def test_a_request_signed_with_another_key_leads_nowhere(
    idp: IdentityProvider, our_keys: KeyPair, binding: Binding
) -> None:
    us = Partner(idp, our_keys)
    us.by(binding)
    us.settings = replace(us.settings, sp=replace(us.settings.sp, signing=keys()))
    assert not us.ask(walker_of(idp)).url.startswith(ADDRESS)


def test_a_persistent_name_stays_and_is_nobody_elses(
    idp: IdentityProvider, our_keys: KeyPair
) -> None:
    us = Partner(idp, our_keys)
    said = [us.judge(us.ask(walker_of(idp), who)) for who in (ALICE, BOB, ALICE)]
    names = [one.name_id for one in said if isinstance(one, Identity)]
    assert len(names) == 3
    assert names[0] == names[2] != names[1]


def test_a_second_answer_is_not_taken(idp: IdentityProvider, our_keys: KeyPair) -> None:
    us = Partner(idp, our_keys)
    posted = us.ask(walker_of(idp))
    assert isinstance(us.judge(posted), Identity)
    assert _code(us.judge(posted)) is Code.UNKNOWN_REQUEST


def test_who_comes_unasked_is_refused_unless_that_is_allowed(
    idp: IdentityProvider, our_keys: KeyPair
) -> None:
    us = Partner(idp, our_keys)
    posted = us.come(walker_of(idp))
    assert _code(us.judge(posted)) is Code.UNSOLICITED
    us.settings = replace(us.settings, policy=replace(POLICY, allow_unsolicited=True))
    assert isinstance(us.judge(posted), Identity)
    assert _code(us.judge(posted)) is Code.REPLAYED


@pytest.mark.parametrize("kind", ["simplesamlphp", "lemonldap"])
@pytest.mark.parametrize("name", [NameIdFormat.EMAIL, NameIdFormat.TRANSIENT])
def test_people_are_named_as_we_ask(
    kind: str, name: NameIdFormat, our_keys: KeyPair, request: pytest.FixtureRequest
) -> None:
    idp: IdentityProvider = request.getfixturevalue(kind)
    us = Partner(idp, our_keys, replace(POLICY, name_id_format=name))
    said = us.judge(us.ask(walker_of(idp)))
    assert isinstance(said, Identity), said
    assert said.name_id.format == name
    assert (said.name_id.value == "alice@example.org") is (name is NameIdFormat.EMAIL)


@pytest.mark.parametrize(
    ("manners", "changes", "refused"),
    [
        (Manners(sign_response=False), {}, None),
        (Manners(sign_response=False), {"verify_responses": True}, Code.RESPONSE_UNSIGNED),
        (Manners(sign_assertion=False), {}, Code.ASSERTION_UNSIGNED),
        (Manners(sign_assertion=False), {"response_signature_suffices": True}, None),
        (Manners(), {"verify_responses": True}, None),
        (Manners(sign_response=False, sign_assertion=False), {}, Code.ASSERTION_UNSIGNED),
        (Manners(signature=SignatureAlgorithm.RSA_SHA384), {}, None),
        (Manners(signature=SignatureAlgorithm.RSA_SHA512), {}, None),
        (Manners(signature=SignatureAlgorithm.RSA_SHA1), {}, Code.SHA1),
        (Manners(signature=SignatureAlgorithm.RSA_SHA1), {"allow_sha1": True}, None),
    ],
)
def test_what_must_be_signed_is_signed(
    simplesamlphp: SimpleSamlPhp,
    our_keys: KeyPair,
    manners: Manners,
    changes: dict[str, Any],
    refused: Code | None,
) -> None:
    simplesamlphp.configure(manners)
    us = Partner(simplesamlphp, our_keys, replace(POLICY, **changes))
    assert _code(us.judge(us.ask(walker_of(simplesamlphp)))) is refused


@pytest.mark.parametrize("cipher", EncryptionAlgorithm)
def test_what_is_encrypted_is_opened(
    simplesamlphp: SimpleSamlPhp, our_keys: KeyPair, cipher: EncryptionAlgorithm
) -> None:
    simplesamlphp.configure(Manners(cipher=cipher))
    us = Partner(simplesamlphp, our_keys, replace(POLICY, want_assertions_encrypted=True))
    said = us.judge(us.ask(walker_of(simplesamlphp)))
    assert isinstance(said, Identity), said
    assert {one.name: list(one.values) for one in said.attributes} == ALICE.attributes


@pytest.mark.parametrize("cipher", sorted(_CBC))
def test_what_lasso_encrypts_is_opened(
    request: pytest.FixtureRequest, our_keys: KeyPair, cipher: EncryptionAlgorithm
) -> None:
    idp: IdentityProvider = request.getfixturevalue("lemonldap")
    idp.configure(Manners(cipher=cipher))
    us = Partner(idp, our_keys, replace(POLICY, want_assertions_encrypted=True))
    said = us.judge(us.ask(walker_of(idp)))
    assert isinstance(said, Identity), said


@pytest.mark.parametrize("cipher", EncryptionAlgorithm)
def test_cbc_counts_only_in_a_signed_response(
    simplesamlphp: SimpleSamlPhp, our_keys: KeyPair, cipher: EncryptionAlgorithm
) -> None:
    simplesamlphp.configure(Manners(cipher=cipher, sign_response=False))
    us = Partner(simplesamlphp, our_keys)
    refused = Code.CBC_UNSIGNED if cipher in _CBC else None
    assert _code(us.judge(us.ask(walker_of(simplesamlphp)))) is refused


def test_another_key_than_the_one_we_trust_is_refused(
    idp: IdentityProvider, our_keys: KeyPair
) -> None:
    us = Partner(idp, our_keys)
    idp.configure(Manners(key=SECOND))
    assert _code(us.judge(us.ask(walker_of(idp)))) is Code.WRONG_SIGNATURE


def test_a_key_published_ahead_counts_at_once(
    simplesamlphp: SimpleSamlPhp, our_keys: KeyPair
) -> None:
    simplesamlphp.configure(Manners(published=("first", "second")))
    us = Partner(simplesamlphp, our_keys)
    assert len(us.settings.idp.certificates) == 2
    for key in ("first", "second"):
        simplesamlphp.configure(Manners(key=key))
        assert isinstance(us.judge(us.ask(walker_of(simplesamlphp))), Identity)


@pytest.mark.parametrize(
    ("clock", "refused"),
    [
        (-7 * 86400, Code.ISSUED_TOO_LONG_AGO),
        (7 * 86400, Code.ISSUED_IN_FUTURE),
        (45, None),
        (-45, None),
    ],
)
def test_a_clock_may_be_a_little_wrong(
    idp: IdentityProvider, our_keys: KeyPair, clock: int, refused: Code | None
) -> None:
    idp.configure(Manners(clock=clock))
    us = Partner(idp, our_keys)
    assert _code(us.judge(us.ask(walker_of(idp)))) is refused


def test_an_answer_kept_for_long_is_refused(idp: IdentityProvider, our_keys: KeyPair) -> None:
    us = Partner(idp, our_keys)
    late = datetime.now(UTC) + timedelta(days=2)
    assert _code(us.judge(us.ask(walker_of(idp)), late)) is Code.ISSUED_TOO_LONG_AGO
