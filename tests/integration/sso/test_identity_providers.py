"""The identity providers of the tests do what other tests rely on; no service provider of ours."""

import socket
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError

from stellwerk.sso.saml.names import EncryptionAlgorithm
from tests.integration.sso.stranger import ADDRESS, ENTITY_ID, Stranger
from tests.servers.identity_provider import ALICE, BOB, IdentityProvider, Manners
from tests.servers.lemonldap import LemonLdap
from tests.servers.process_group import group_members
from tests.servers.simplesamlphp import SimpleSamlPhp
from tests.servers.walker import Walker


@pytest.fixture(scope="module")
def stranger() -> Stranger:
    """A service provider that is not ours."""
    return Stranger()


def test_its_metadata_names_it_and_its_key(idp: IdentityProvider) -> None:
    metadata = idp.metadata()
    assert f'entityID="{idp.entity_id}"' in metadata
    assert "MII" in metadata


def test_somebody_signs_in_and_a_stranger_believes_it(
    idp: IdentityProvider, stranger: Stranger
) -> None:
    idp.configure(sp_metadata=stranger.metadata())
    read = stranger.believe(stranger.receive(idp), idp.metadata(), message=True, assertion=True)
    said = read.get_attributes()
    assert {name: said[name] for name in ALICE.attributes} == dict(ALICE.attributes)


def test_a_wrong_password_is_asked_again(idp: IdentityProvider, stranger: Stranger) -> None:
    idp.configure(sp_metadata=stranger.metadata())
    walker = Walker(idp.ca_file, halt_at=ADDRESS)
    page = walker.log_in(walker.get(idp.sign_in_there(ENTITY_ID)), ALICE.login, "wrong")
    assert page.sent.get("SAMLResponse") is None
    assert any("password" in form.fields for form in page.forms())


def test_people_may_change(idp: IdentityProvider, stranger: Stranger) -> None:
    married = replace(ALICE, attributes={**ALICE.attributes, "sn": ["Grünspan"]})
    idp.configure(sp_metadata=stranger.metadata(), people=[married, BOB])
    read = stranger.believe(stranger.receive(idp), idp.metadata(), message=True, assertion=True)
    assert read.get_attributes()["sn"] == ["Grünspan"]


@pytest.mark.parametrize(
    ("kind", "cipher"),
    [
        *(("simplesamlphp", cipher) for cipher in EncryptionAlgorithm),
        ("lemonldap", EncryptionAlgorithm.AES128_CBC),
        ("lemonldap", EncryptionAlgorithm.AES256_CBC),
        ("lemonldap", EncryptionAlgorithm.TRIPLEDES_CBC),
    ],
)
def test_it_encrypts_with_every_cipher(
    kind: str, cipher: EncryptionAlgorithm, stranger: Stranger, request: pytest.FixtureRequest
) -> None:
    idp: IdentityProvider = request.getfixturevalue(kind)
    idp.configure(Manners(cipher=cipher), sp_metadata=stranger.metadata())
    posted = stranger.receive(idp)
    assert f'Algorithm="{cipher}"' in b64decode(posted.sent["SAMLResponse"]).decode()
    metadata = idp.metadata()
    read = stranger.believe(posted, metadata, message=True, assertion=True, encrypted=True)
    assert read.get_attributes()["sn"] == ALICE.attributes["sn"]


@pytest.mark.parametrize(("message", "assertion"), [(True, False), (False, True)])
def test_simplesamlphp_signs_one_or_the_other(
    simplesamlphp: SimpleSamlPhp, stranger: Stranger, *, message: bool, assertion: bool
) -> None:
    manners = Manners(sign_response=message, sign_assertion=assertion)
    simplesamlphp.configure(manners, sp_metadata=stranger.metadata())
    posted = stranger.receive(simplesamlphp)
    metadata = simplesamlphp.metadata()
    stranger.believe(posted, metadata, message=message, assertion=assertion)
    with pytest.raises(OneLogin_Saml2_ValidationError, match=r"must be signed|is not signed"):
        stranger.believe(posted, metadata, message=True, assertion=True)


def test_it_signs_with_another_key_than_it_names(idp: IdentityProvider, stranger: Stranger) -> None:
    metadata = idp.metadata()
    idp.configure(Manners(key="second"), sp_metadata=stranger.metadata())
    with pytest.raises(OneLogin_Saml2_ValidationError, match="Signature validation failed"):
        stranger.believe(stranger.receive(idp), metadata, message=True, assertion=True)


def test_its_clock_is_wrong(idp: IdentityProvider, stranger: Stranger) -> None:
    idp.configure(Manners(clock=-3 * 86400), sp_metadata=stranger.metadata())
    with pytest.raises(OneLogin_Saml2_ValidationError, match="expired"):
        stranger.believe(stranger.receive(idp), idp.metadata(), message=True, assertion=True)


@pytest.mark.parametrize("kind", [SimpleSamlPhp, LemonLdap])
def test_nothing_is_left_of_one_that_was_stopped(
    kind: type[SimpleSamlPhp | LemonLdap], folder: Path
) -> None:
    with kind(folder) as idp:
        idp.metadata()
        group, port = idp.group(), idp.port
        assert group_members(group)
    assert not group_members(group)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
