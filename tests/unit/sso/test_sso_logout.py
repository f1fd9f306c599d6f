"""Single logout, begun here and at the identity provider."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from stellwerk.portals.models import Trail
from stellwerk.signin import cookie
from stellwerk.signin.models import Session
from stellwerk.sso.saml.names import Binding, Status
from tests.browsing import client_of, person
from tests.saml_messages import building
from tests.saml_messages.building import NAMES
from tests.saml_messages.connection import idp_pair, posted
from tests.saml_messages.keys import rsa_pair
from tests.saml_messages.redirecting import query
from tests.saml_messages.signing import sign
from tests.unit.sso.visiting import (
    Visitor,
    attributes,
    code,
    configured,
    fields_of,
    here,
    logout_query,
    sent,
    switched_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]
CALLBACK = "/sso/slo/callback"


def signed_in(index: str = "_session-1", **said: Any) -> Visitor:
    """A browser in which somebody is signed in."""
    browser = Visitor()
    browser.sign_in(session_index=index, **said)
    assert browser.session is not None
    return browser


def onward(answer: Any) -> str:
    """Where a page that goes on by itself leads."""
    address: str = answer.context["address"]
    return address


def test_signing_out_ends_the_session_here_first_then_asks_with_its_own_name_and_index() -> None:
    switched_on(here())
    browser = signed_in("_mine")
    answer = browser.client.post("/sso/logout")
    assert not Session.objects.exists()
    assert browser.client.cookies[cookie.NAME].value == ""
    assert answer.status_code == 200  # no redirect: form-action holds a form's answer here
    request = sent(onward(answer))
    assert onward(answer).startswith("https://idp.example.org/slo?SAMLRequest=")
    assert request.findtext("saml:NameID", namespaces=NAMES) == "anna-4711"
    name = request.find("saml:NameID", NAMES)
    assert name is not None
    assert name.get("Format") == building.PERSISTENT
    assert request.findtext("samlp:SessionIndex", namespaces=NAMES) == "_mine"
    assert "Signature" in parse_qs(urlsplit(onward(answer)).query)


def test_signing_out_by_post_goes_from_a_page_that_posts_itself() -> None:
    switched_on(here(), configured(provider_slo_binding=Binding.POST))
    answer = signed_in().client.post("/sso/logout")
    assert set(fields_of(answer.content)) == {"SAMLRequest", "RelayState"}
    assert "https://idp.example.org" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("posting", [True, False])
@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ((), "You are signed out, here and at your organisation."),
        ((Status.SUCCESS.value, Status.PARTIAL_LOGOUT.value), "may still be open"),
        ((Status.RESPONDER.value,), "may still be open"),
    ],
)
def test_the_answer_lands_on_the_sign_in_page_which_says_so(
    codes: tuple[str, ...], said: str, posting: bool
) -> None:
    switched_on(here(), configured(hide_login_page=True))
    browser = signed_in()
    number = sent(onward(browser.client.post("/sso/logout"))).get("ID")
    root = building.logout_response(*codes, InResponseTo=number)
    if posting:
        sign(root, idp_pair())
        answer = browser.client.post(CALLBACK, {"SAMLResponse": posted(root)})
    else:
        answer = browser.client.get(f"{CALLBACK}?{query(root, 'SAMLResponse', idp_pair())}")
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/?out=1")
    page = browser.client.get(answer["Location"])
    assert page.status_code == 200
    assert said in page.content.decode()


def test_an_answer_to_no_logout_of_this_browser_is_refused() -> None:
    switched_on(here())
    number = sent(onward(signed_in().client.post("/sso/logout"))).get("ID")
    text = query(building.logout_response(InResponseTo=number), "SAMLResponse", idp_pair())
    assert code(Visitor().client.get(f"{CALLBACK}?{text}")) == "unknown-request"


def test_without_an_address_for_logout_only_the_session_here_ends() -> None:
    switched_on(here(), configured(provider_slo_address=""))
    answer = signed_in().client.post("/sso/logout")
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/?out=1")
    assert not Session.objects.exists()


def test_whoever_came_with_a_password_is_signed_out_here_alone() -> None:
    where = here()
    switched_on(where)
    browser = client_of(person(where, "local"))
    host = {"host": "portal.example.org"}
    answer = browser.post("/sso/logout", headers=host)
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in/?out=1")


def test_the_menu_signs_everybody_out_where_they_came_from() -> None:
    where = here()
    switched_on(where)
    assert b'action="/sso/logout"' in signed_in().client.get("/sessions/").content
    local = client_of(person(where, "local"))
    page = local.get("/sessions/", headers={"host": "portal.example.org"}).content
    assert b'action="/sso/logout"' not in page


def test_the_identity_provider_ends_only_the_session_it_means() -> None:
    switched_on(here())
    signed_in("_a"), signed_in("_b")
    signed_in("_a", name_id="bert", attributes=attributes(mail="bert@example.org"))
    nobody = Visitor().client  # it works without any cookie of ours
    answer = nobody.get(f"{CALLBACK}?{logout_query(relay='their state', indexes=('_a',))}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("https://idp.example.org/slo?SAMLResponse=")
    assert "RelayState=their%20state" in answer["Location"]
    said = sent(answer["Location"])
    assert said.get("InResponseTo", "").startswith("_logout-")
    status = said.find("samlp:Status/samlp:StatusCode", NAMES)
    assert status is not None
    assert (status.get("Value"), len(status)) == (Status.SUCCESS, 0)
    left = Session.objects.values_list("person__mail", "session_index")
    assert sorted(left) == [("anna@example.org", "_b"), ("bert@example.org", "_a")]


def test_without_an_index_all_sessions_of_the_name_end() -> None:
    where = here()
    switched_on(where)
    mine = signed_in("_a")
    signed_in("_b")
    signed_in("_c", name_id="bert", attributes=attributes(mail="bert@example.org"))
    client_of(person(where, "local"))
    answer = mine.client.get(f"{CALLBACK}?{logout_query(indexes=())}")
    assert answer.status_code == 302
    assert mine.client.cookies[cookie.NAME].value == ""
    assert sorted(Session.objects.values_list("person__login", flat=True)) == [
        "bert@example.org", "local",
    ]  # fmt: skip
    assert Trail.objects.filter(verb="session.close", actor=building.IDP).count() == 2


def test_a_logout_by_post_is_answered_by_the_endpoints_binding_and_answer_address() -> None:
    settings = {
        "provider_slo_binding": Binding.POST,
        "provider_slo_answers": "https://answers.example.org/slo",
    }
    switched_on(here(), configured(**settings))
    signed_in()
    root = building.logout_request(ID="_logout-x")
    sign(root, idp_pair())
    answer = Visitor().client.post(CALLBACK, {"SAMLRequest": posted(root), "RelayState": '">x'})
    assert not Session.objects.exists()
    assert b'action="https://answers.example.org/slo"' in answer.content
    assert b'">x' not in answer.content
    assert "https://answers.example.org" in answer["Content-Security-Policy"]
    assert set(fields_of(answer.content)) == {"SAMLResponse", "RelayState"}


def test_a_session_that_cannot_be_ended_is_told_and_stops_no_other() -> None:
    switched_on(here())
    signed_in("_a"), signed_in("_b")
    stuck = Session.objects.get(session_index="_a")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER stuck BEFORE DELETE ON signin_session"
            f" WHEN OLD.id = {stuck.pk} BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        )
    answer = Visitor().client.get(f"{CALLBACK}?{logout_query(indexes=())}")
    assert list(Session.objects.values_list("session_index", flat=True)) == ["_a"]
    inner = sent(answer["Location"]).find("samlp:Status/samlp:StatusCode/samlp:StatusCode", NAMES)
    assert inner is not None
    assert inner.get("Value") == Status.PARTIAL_LOGOUT


@pytest.mark.parametrize("which", ["stranger", "unsigned"])
def test_a_logout_that_the_identity_provider_did_not_sign_ends_nothing(which: str) -> None:
    switched_on(here())
    browser = signed_in()
    text = logout_query(rsa_pair("stranger"))
    if which == "unsigned":
        text = query(building.logout_request(), "SAMLRequest", None)
    answer = browser.client.get(f"{CALLBACK}?{text}")
    assert code(answer) in {"wrong-signature", "logout-request-unsigned"}
    assert browser.session is not None


def test_a_logout_counts_once() -> None:
    switched_on(here())
    text = logout_query()
    browser = Visitor()
    assert browser.client.get(f"{CALLBACK}?{text}").status_code == 302
    assert code(browser.client.get(f"{CALLBACK}?{text}")) == "replayed"


def test_a_name_without_a_format_is_the_same_name() -> None:
    switched_on(here())
    browser = Visitor()
    browser.sign_in(name_id_format=building.SAML.replace("assertion", "nameid-format:unspecified"))
    root = building.logout_request(ID="_logout-y")
    name = root.find("saml:NameID", NAMES)
    assert name is not None
    del name.attrib["Format"]
    text = query(root, "SAMLRequest", idp_pair())
    assert Visitor().client.get(f"{CALLBACK}?{text}").status_code == 302
    assert browser.session is None
