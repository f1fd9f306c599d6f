"""What was refused and what a test brought, in words; and what ONLYOFFICE knew."""

import base64
import json
import zlib
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.panel.pages.sso.codes import WORDS, explained
from stellwerk.panel.pages.sso.decoding import readable
from stellwerk.portals.models import Portal
from stellwerk.sso.configuration import Configuration, Provider, from_document
from stellwerk.sso.connecting import configuration_of, save
from stellwerk.sso.matching import Outcome
from stellwerk.sso.models import Key, OpenRequest, Refused, SignOn, Trial
from stellwerk.sso.saml.identity import Notice
from stellwerk.sso.saml.refusal import Code
from stellwerk.sso.why import Why
from tests.browsing import client_of, person, portal
from tests.unit.panel.sso_case import ADDRESS, ENTITY, pasted, upload

pytestmark = pytest.mark.django_db
AT = "/single-sign-on/"


@pytest.fixture
def here() -> Portal:
    return portal(address=ADDRESS)


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def refused(here: Portal, code: str, **more: Any) -> Refused:
    return Refused.objects.create(portal=here, at=clock.now(), what="response", code=code, **more)


@pytest.mark.parametrize("code", [*Code, *Why])
def test_every_code_has_its_words(code: str) -> None:
    words = explained(code)
    assert words.meaning.endswith(".")
    assert words.cause
    assert words.step


def test_no_words_are_left_of_codes_that_are_gone() -> None:
    assert set(WORDS) == {*Code, *Why}


def test_a_code_of_another_version_says_at_least_that() -> None:
    assert "x-y" in explained("x-y").meaning


def test_a_refusal_is_found_by_the_number_that_people_saw(admin: Client, here: Portal) -> None:
    row = refused(here, Code.WRONG_SIGNATURE, detail="digest 1 of 2", address="203.0.113.9")
    refused(here, Code.REPLAYED)
    for given in (str(row.event), row.event.hex[:8], f" {str(row.event).upper()} "):
        rows = admin.get(f"{AT}refusals/", {"event": given}).context["rows"]
        assert [one.row.pk for one in rows] == [row.pk]
    assert not admin.get(f"{AT}refusals/", {"event": "00000000"}).context["rows"]
    assert not admin.get(f"{AT}refusals/", {"event": "<b>"}).context["rows"]
    rows = admin.get(f"{AT}refusals/", {"code": Code.REPLAYED}).context["rows"]
    assert [one.row.code for one in rows] == [Code.REPLAYED]
    page = admin.get(f"{AT}refusals/{row.event}/").content.decode()
    assert explained(row.code).meaning in page
    assert "digest 1 of 2" in page
    assert "203.0.113.9" in page


def test_the_latest_refusals_are_on_the_first_page(admin: Client, here: Portal) -> None:
    refused(here, Why.NO_MAIL)
    assert explained(Why.NO_MAIL).meaning in admin.get(AT).content.decode()


def test_refusals_of_another_portal_are_not_shown(admin: Client) -> None:
    row = refused(portal("Elsewhere"), Code.REPLAYED)
    assert admin.get(f"{AT}refusals/{row.event}/").status_code == 404
    assert not admin.get(f"{AT}refusals/").context["rows"]


def test_messages_are_made_readable_but_never_parsed() -> None:
    xml = '<a xmlns="urn:x"><b>\u202eM\u00fcller</b></a>'
    posted = base64.b64encode(xml.encode()).decode()
    assert readable(posted) == '<a xmlns="urn:x">\n<b><U+202E>M\u00fcller</b>\n</a>'
    squeezed = zlib.compressobj(wbits=-15)
    packed = base64.b64encode(squeezed.compress(xml.encode()) + squeezed.flush()).decode()
    assert "M\u00fcller" in readable(f"SAMLRequest={quote(packed)}&RelayState=x&Signature=y")
    assert readable("<script>") == "<script>"
    bomb = zlib.compressobj(wbits=-15)
    large = base64.b64encode(bomb.compress(b"<" + b"a" * 10_000_000) + bomb.flush()).decode()
    assert len(readable(large)) <= 100_000


def test_a_message_is_shown_as_text(admin: Client, here: Portal) -> None:
    message = base64.b64encode(b"<script>alert(1)</script>").decode()
    row = refused(here, Code.NOT_XML, message=message)
    page = admin.get(f"{AT}refusals/{row.event}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def report(**more: Any) -> dict[str, Any]:
    names = ("form", "message", "signature", "encryption", "assertion", "profile", "person")
    checks = [{"name": name, "state": "passed"} for name in names]
    return {"outcome": "new", "code": "", "detail": "", "checks": checks, **more}


def test_a_report_says_what_came_and_what_would_come_of_it(admin: Client, here: Portal) -> None:
    found = report(
        match=Outcome.NEW,
        warnings=["certificate-expired"],
        issuer=ENTITY,
        name_id={"value": "_x", "format": "urn:transient"},
        attributes=[{"name": "urn:oid:2.5.4.4", "friendly_name": "sn", "values": ["Groß", "B"]}],
        profile={"last_name": "Groß", "groups": ["it", "all"], "photo": "", "lacks": []},
        problems=[{"code": Why.NO_MAIL, "detail": ""}],
    )
    row = Trial.objects.create(portal=here, at=clock.now(), actor="anna", passed=True, report=found)
    page = admin.get(f"{AT}test/{row.public_id}/").content.decode()
    for said in ("This would have been a sign-in", "A new person would be made", "urn:oid:2.5.4.4",
                 "Groß", "it, all", "Last name", explained(Why.NO_MAIL).meaning):  # fmt: skip
        assert said in page
    assert admin.get(AT).context["there"][2].tone == "good"


@pytest.mark.parametrize("outcome", Outcome)
def test_a_report_says_how_somebody_would_be_found(
    admin: Client, here: Portal, outcome: Outcome
) -> None:
    found = report(match=outcome, warnings=list(Notice))
    row = Trial.objects.create(portal=here, at=clock.now(), actor="anna", passed=True, report=found)
    answer = admin.get(f"{AT}test/{row.public_id}/")
    assert answer.context["match"]
    assert not set(answer.context["warnings"]) & set(Notice)
    names = {one.name for one in answer.context["checks"]}
    assert not names & {one["name"] for one in found["checks"]}


def test_a_report_says_which_check_failed_and_what_to_do(admin: Client, here: Portal) -> None:
    found = report(outcome="refused", code=Code.WRONG_SIGNATURE, detail="certificate 1")
    for number, one in enumerate(found["checks"]):
        one["state"] = "passed" if number < 2 else "failed" if number == 2 else "not_reached"
    row = Trial.objects.create(portal=here, at=clock.now(), actor="anna", report=found)
    answer = admin.get(f"{AT}test/{row.public_id}/")
    words = explained(Code.WRONG_SIGNATURE)
    assert [one.tone for one in answer.context["checks"]] == ["good"] * 2 + ["bad"] + ["off"] * 4
    for said in (words.meaning, words.step, "certificate 1"):
        assert said in answer.content.decode()
    assert words.meaning in admin.get(f"{AT}test/").content.decode()


def test_a_report_of_another_portal_is_not_there(admin: Client) -> None:
    other = portal("Elsewhere")
    row = Trial.objects.create(portal=other, at=clock.now(), actor="x", report=report())
    assert admin.get(f"{AT}test/{row.public_id}/").status_code == 404


def test_a_test_of_what_is_not_set_says_why_not(admin: Client) -> None:
    assert "its address is missing" in admin.post(f"{AT}test/").content.decode()
    wrong = {"entity_id": "", "sso_address": "x"}
    answer = admin.post(f"{AT}settings/provider/test/", wrong)
    assert answer.status_code == 409
    assert "Address for signing in" in answer.content.decode()


def test_a_test_begins_with_what_stands_in_the_form_saved_or_not(
    admin: Client, here: Portal
) -> None:
    provider = Provider(
        entity_id=ENTITY,
        sso_address="https://idp.example.org/sso",
        certificates=(pasted()[0],),
    )
    save(here, Configuration(provider=provider), actor="test")
    given = {"first_name": "vorname", "last_name": "sn", "mail": "mail", "identifier": "uid"}
    answer = admin.post(f"{AT}settings/people/test/", given)
    assert answer.status_code == 200
    assert "idp.example.org/sso" in answer.content.decode()
    row = OpenRequest.objects.get()
    assert (row.kind, row.person.login) == ("trial", "anna")  # type: ignore[union-attr]
    assert from_document(row.document or {}).attributes.first_name == "vorname"
    assert configuration_of(here).attributes.first_name == "givenName"


def document(**more: Any) -> str:
    certificate, key = pasted()
    settings = {
        "enableSso": True,
        "idpSettings": {
            "entityId": ENTITY,
            "ssoUrl": "https://idp.example.org/sso?idpid=7",
            "ssoBinding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
            "nameIdFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        },
        "idpCertificates": [{"crt": certificate, "action": "verification"}],
        "spCertificates": [{"crt": certificate, "key": key, "action": "signing and encrypt"}],
        "fieldMapping": {"firstName": "givenName", "lastName": "sn", "email": "mail"},
        "spLoginLabel": "Town",
        **more,
    }
    return json.dumps({"response": settings})


def test_onlyoffices_settings_are_shown_then_taken_over(admin: Client, here: Portal) -> None:
    given = {"file": upload(document(), "sso.json"), "old_address": "https://office.example.org"}
    answer = admin.post(f"{AT}import/", given)
    assert answer.status_code == 200
    assert not SignOn.objects.exists()
    page = answer.content.decode()
    assert ENTITY in page
    _certificate, key = pasted()
    assert key.splitlines()[1] not in page
    taken = {"document": answer.context["token"], "version": answer.context["version"]}
    assert admin.post(f"{AT}import/take/", taken).status_code == 303
    found = configuration_of(here)
    assert found.provider.entity_id == ENTITY
    assert found.sp_entity_id == "https://office.example.org/sso/metadata"
    assert found.label == "Town"
    assert not SignOn.objects.get().enabled
    assert Key.objects.get().use == "both"
    admin.post(f"{AT}import/take/", taken | {"version": ""})
    assert Key.objects.count() == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json", '{"idpSettings": 1}'])
def test_what_is_no_such_document_is_refused(admin: Client, content: str) -> None:
    answer = admin.post(f"{AT}import/", {"file": upload(content, "x.json")})
    assert answer.status_code in {200, 422}
    assert not SignOn.objects.exists()


def test_a_document_that_was_never_shown_is_not_taken_over(admin: Client, here: Portal) -> None:
    answer = admin.post(f"{AT}import/", {"file": upload(document(), "sso.json")})
    other = client_of(person(here, "bert", Role.ADMINISTRATOR))
    for browser, token in ((admin, "x"), (other, answer.context["token"])):
        assert browser.post(f"{AT}import/take/", {"document": token}).status_code == 303
    assert not SignOn.objects.exists()
