"""Signing out at one side ends the session at the other, through real identity providers."""

import pytest

from stellwerk.sso.saml.identity import Identity, LogoutRequest, LogoutResponse
from stellwerk.sso.saml.names import Binding, Status
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.saml.settings import KeyPair
from tests.integration.sso.partner import Partner, keys, walker_of
from tests.servers.identity_provider import SECOND, IdentityProvider, Manners
from tests.servers.walker import Page, Walker

bindings = pytest.mark.parametrize("binding", Binding)


@pytest.fixture(scope="module")
def our_keys() -> KeyPair:
    """Made once: it takes a while."""
    return keys()


def _somebody(us: Partner, walker: Walker) -> Identity:
    said = us.judge(us.ask(walker))
    assert isinstance(said, Identity), said
    return said


def _leave_there(us: Partner, walker: Walker) -> Page:
    """LemonLDAP::NG tells service providers in frames, SimpleSAMLphp by going there."""
    page = walker.get(us.idp.sign_out_there())
    for address in page.frames():
        page = walker.get(address)
    return page


@bindings
def test_a_logout_here_ends_the_session_there(
    idp: IdentityProvider, our_keys: KeyPair, binding: Binding
) -> None:
    us, walker = Partner(idp, our_keys), walker_of(idp)
    us.by(binding)
    who = _somebody(us, walker)
    said = us.left(us.leave(walker, who))
    assert isinstance(said, LogoutResponse), said
    assert (said.success, said.partial) == (True, False)
    there = walker.get(idp.sign_in_there(us.settings.sp.entity_id))
    assert any("password" in form.fields for form in there.forms())


@bindings
def test_a_logout_there_names_the_session_here(
    idp: IdentityProvider, our_keys: KeyPair, binding: Binding
) -> None:
    us, walker = Partner(idp, our_keys), walker_of(idp)
    us.by(binding)
    who = _somebody(us, walker)
    said = us.asked(_leave_there(us, walker))
    assert isinstance(said, LogoutRequest), said
    assert said.name_id == who.name_id
    assert said.session_indexes == (who.session_index,)
    assert us.answer(walker, said, Status.SUCCESS).status == 200


def test_a_logout_there_is_not_believed_twice(idp: IdentityProvider, our_keys: KeyPair) -> None:
    us, walker = Partner(idp, our_keys), walker_of(idp)
    _somebody(us, walker)
    page = _leave_there(us, walker)
    assert isinstance(us.asked(page), LogoutRequest)
    said = us.asked(page)
    assert isinstance(said, Refusal)
    assert said.code is Code.REPLAYED


def test_a_logout_signed_by_a_stranger_is_refused(idp: IdentityProvider, our_keys: KeyPair) -> None:
    us, walker = Partner(idp, our_keys), walker_of(idp)
    _somebody(us, walker)
    idp.configure(Manners(key=SECOND))
    said = us.asked(_leave_there(us, walker))
    assert isinstance(said, Refusal)
    assert said.code is Code.WRONG_SIGNATURE
