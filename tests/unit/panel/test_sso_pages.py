"""Single sign-on in the panel: the steps, each part of the settings, who may see and change it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.panel.pages.sso.forms import FORMS
from stellwerk.panel.pages.sso.words import NAMES
from stellwerk.portals.models import Portal, Trail
from stellwerk.sso.configuration import Attributes, Configuration, Provider, Signing
from stellwerk.sso.connecting import configuration_of, save
from stellwerk.sso.differing import differences
from stellwerk.sso.models import SignOn
from stellwerk.sso.saml.names import Binding, EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm
from tests.browsing import client_of, person, portal
from tests.unit.panel.sso_case import ADDRESS, ENTITY, pair, upload
from tests.unit.panel.sso_case import descriptor as metadata

pytestmark = pytest.mark.django_db
AT = "/single-sign-on/"
PROVIDER = {
    "product": "shibboleth",
    "entity_id": ENTITY,
    "sso_address": "https://idp.example.org/sso?idpid=7&x=%2F",
    "sso_binding": Binding.POST,
    "slo_address": "https://idp.example.org/slo",
    "slo_binding": Binding.REDIRECT,
    "name_id_format": NameIdFormat.PERSISTENT,
}
PEOPLE = {"first_name": "givenName", "last_name": "sn", "mail": "mail", "identifier": "uid"}
MESSAGES = {
    "sign_logout_requests": "on",
    "verify_logout_requests": "on",
    "algorithm": SignatureAlgorithm.RSA_SHA512,
    "encryption": [EncryptionAlgorithm.AES256_GCM],
    "skew_seconds": "30",
}
_OTHERWISE = Configuration(
    provider=Provider("a", "b", Binding.POST, "c", Binding.POST, "d", ("e",), "f", True, "g", "h"),
    signing=Signing(
        True, False, False, SignatureAlgorithm.RSA_SHA512, True, True, False, False, True, True, ()
    ),
    attributes=Attributes(*"abcdefghijkl", roles={"a": "auditor"}),
    name_id_format=NameIdFormat.EMAIL,
    sp_entity_id="a",
    label="b",
    hide_login_page=True,
    allow_unsolicited=True,
    trusted_domains=("c",),
    authn_context=("d",),
    skew_seconds=1,
    join_attributes=True,
)
"""Everything is set to something else than usual."""
ALL = [
    AT,
    *(f"{AT}settings/{part}/" for part in ("provider", "people", "messages", "signing-in")),
    *(
        f"{AT}{page}/"
        for page in ("metadata", "metadata/news", "certificates", "keys", "register", "test",
                     "refusals", "import")
    ),
]  # fmt: skip


@pytest.fixture
def here() -> Portal:
    return portal(address=ADDRESS)


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def fill(admin: Client, content: str = "") -> None:
    """Take an identity provider over from its metadata."""
    answer = admin.post(f"{AT}metadata/", {"by_file": "1", "file": upload(content or metadata())})
    assert answer.status_code == 200, answer.content.decode()
    given = {"found": answer.context["token"], "version": answer.context["version"], "save": "1"}
    assert admin.post(f"{AT}metadata/take/", given).status_code == 303


def text(admin: Client, path: str) -> str:
    return admin.get(path).content.decode()


@pytest.mark.parametrize("path", ALL)
def test_every_page_is_there_before_anything_is_set(admin: Client, path: str) -> None:
    answer = admin.get(path)
    assert answer.status_code == 200
    assert b'aria-current="page"' in answer.content


@pytest.mark.parametrize("path", ALL)
def test_every_page_is_there_once_all_is_set(admin: Client, path: str) -> None:
    fill(admin)
    admin.post(f"{AT}keys/", {"use": "both"})
    assert admin.get(path).status_code == 200


def test_an_auditor_sees_how_it_stands_and_no_way_to_change_it(here: Portal) -> None:
    auditor = client_of(person(here, "bert", Role.AUDITOR))
    page = text(auditor, AT)
    assert "Your identity provider, here" in page
    assert "Turn on" not in page
    for path in ("certificates", "keys", "register", "test", "refusals"):
        assert 'method="post" action="/single-sign-on' not in text(auditor, f"{AT}{path}/"), path
    assert auditor.get(f"{AT}settings/provider/").status_code == 403


def test_the_identity_provider_is_filled_in_by_hand(admin: Client, here: Portal) -> None:
    assert admin.post(f"{AT}settings/provider/", PROVIDER).status_code == 303
    found = configuration_of(here)
    assert found.provider.sso_address == "https://idp.example.org/sso?idpid=7&x=%2F"
    assert found.provider.sso_binding is Binding.POST
    assert found.name_id_format is NameIdFormat.PERSISTENT
    line = Trail.objects.get(verb="sso.save")
    assert line.actor == "anna"
    assert line.before["provider.entity_id"] == ""
    assert line.after["provider.entity_id"] == ENTITY
    assert ENTITY in text(admin, AT)


@pytest.mark.parametrize(
    ("part", "given", "field"),
    [
        ("provider", PROVIDER | {"entity_id": " "}, "entity_id"),
        ("provider", PROVIDER | {"sso_address": "idp.example.org/sso"}, "sso_address"),
        ("provider", PROVIDER | {"sso_address": "javascript:alert(1)"}, "sso_address"),
        ("provider", PROVIDER | {"sso_address": "https://a@idp.example.org/"}, "sso_address"),
        ("provider", PROVIDER | {"slo_address": "https://idp.example.org/a b"}, "slo_address"),
        ("provider", PROVIDER | {"name_id_format": "urn:x"}, "name_id_format"),
        ("people", PEOPLE | {"mail": ""}, "mail"),
        ("people", PEOPLE | {"identifier": ""}, "identifier"),
        ("people", PEOPLE | {"roles": "it = owner", "role": "role"}, "roles"),
        ("people", PEOPLE | {"roles": "it = god", "role": "role"}, "roles"),
        ("people", PEOPLE | {"roles": "it = auditor"}, "role"),
        ("people", PEOPLE | {"trusted_domains": "not a domain"}, "trusted_domains"),
        ("messages", MESSAGES | {"algorithm": SignatureAlgorithm.RSA_SHA1}, "algorithm"),
        ("messages", MESSAGES | {"skew_seconds": "121"}, "skew_seconds"),
        ("messages", MESSAGES | {"encryption": ["rot13"]}, "encryption"),
        ("signing-in", {"label": "x" * 101}, "label"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    admin: Client, here: Portal, part: str, given: dict[str, Any], field: str
) -> None:
    answer = admin.post(f"{AT}settings/{part}/", given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not SignOn.objects.filter(portal=here).exists()


def test_all_that_can_be_set_is_kept_and_shown_again(admin: Client, here: Portal) -> None:
    more = {"roles": "it-staff = administrator\na=b = help_desk", "role": "memberOf",
            "trusted_domains": "@Example.org\nexample.com", "photo": "jpegPhoto",
            "join_attributes": "on"}  # fmt: skip
    assert admin.post(f"{AT}settings/people/", PEOPLE | more).status_code == 303
    messages = {"allow_sha1": "on", "authn_context": "urn:a\nurn:b", "verify_responses": "on"}
    assert admin.post(f"{AT}settings/messages/", MESSAGES | messages).status_code == 303
    given = {"label": "Sign in – Ämter", "hide_login_page": "on", "allow_unsolicited": "on"}
    assert admin.post(f"{AT}settings/signing-in/", given).status_code == 303
    found = configuration_of(here)
    assert found.attributes.roles == {"it-staff": "administrator", "a=b": "help_desk"}
    assert found.trusted_domains == ("example.org", "example.com")
    assert found.join_attributes
    assert found.signing.encryption == (EncryptionAlgorithm.AES256_GCM,)
    assert found.signing.algorithm is SignatureAlgorithm.RSA_SHA512
    assert (found.signing.allow_sha1, found.signing.sign_logout_responses) == (True, False)
    assert (found.authn_context, found.skew_seconds) == (("urn:a", "urn:b"), 30)
    assert (found.label, found.hide_login_page) == ("Sign in – Ämter", True)
    page = text(admin, f"{AT}settings/people/")
    assert "it-staff = administrator" in page
    assert "/sign-in/?local=1" in text(admin, f"{AT}settings/signing-in/")
    assert "example.org, example.com" in text(admin, AT)


def test_everything_that_is_kept_can_be_set_somewhere() -> None:
    kept = {one.name for one in differences(Configuration(), _OTHERWISE)}
    set_by_forms = {path for form in FORMS.values() for path in form.SETTINGS.values()}
    assert kept == set_by_forms | {"provider.certificates"}
    assert kept == set(NAMES)


def test_an_empty_label_is_the_usual_one(admin: Client, here: Portal) -> None:
    admin.post(f"{AT}settings/signing-in/", {"label": "Town"})
    admin.post(f"{AT}settings/signing-in/", {"label": " "})
    assert configuration_of(here).label == Configuration().label


def test_a_preset_fills_the_form_and_saves_nothing(admin: Client, here: Portal) -> None:
    kept = {"trusted_domains": "example.org", "preset": "ucs"}
    answer = admin.post(f"{AT}settings/people/", PEOPLE | kept)
    form = answer.context["form"]
    assert form["mail"].value() == "mailPrimaryAddress"
    assert form["trusted_domains"].value() == "example.org"
    assert not SignOn.objects.filter(portal=here).exists()
    assert admin.post(f"{AT}settings/people/", {"preset": "nobody"}).status_code == 404


def test_who_saves_over_somebody_elses_change_is_shown_both(admin: Client, here: Portal) -> None:
    seen = admin.get(f"{AT}settings/provider/").context["version"]
    other = PROVIDER | {"entity_id": "https://other.example.org/", "version": seen}
    assert admin.post(f"{AT}settings/provider/", other).status_code == 303
    answer = admin.post(f"{AT}settings/provider/", PROVIDER | {"version": seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "https://other.example.org/" in page
    assert configuration_of(here).provider.entity_id == "https://other.example.org/"
    again = PROVIDER | {"version": answer.context["version"]}
    assert admin.post(f"{AT}settings/provider/", again).status_code == 303
    assert configuration_of(here).provider.entity_id == ENTITY


def test_what_would_lock_everybody_out_is_refused_while_it_is_on(
    admin: Client, here: Portal
) -> None:
    fill(admin)
    SignOn.objects.update(enabled=True)
    transient = PROVIDER | {"name_id_format": NameIdFormat.TRANSIENT}
    answer = admin.post(f"{AT}settings/provider/", transient)
    assert answer.status_code == 422
    assert "would no longer work" in answer.content.decode()
    assert configuration_of(here).name_id_format is NameIdFormat.PERSISTENT


def test_it_is_turned_on_when_all_is_there_and_off_after_a_question(
    admin: Client, here: Portal
) -> None:
    on, off = f"{AT}switch/on/", f"{AT}switch/off/"
    assert admin.get(on).status_code == 409
    assert admin.post(on).status_code == 409
    fill(admin)
    assert "Turn single sign-on on?" in text(admin, on)
    assert not SignOn.objects.get(portal=here).enabled
    assert admin.post(on).status_code == 303
    assert SignOn.objects.get(portal=here).enabled
    assert "Single sign-on is on." in text(admin, AT)
    assert "become ordinary people" in text(admin, off)
    assert SignOn.objects.get(portal=here).enabled
    admin.post(off)
    assert not SignOn.objects.get(portal=here).enabled
    assert configuration_of(here).provider.entity_id == ENTITY


def test_a_question_that_was_open_meanwhile_does_not_turn_it_the_other_way(
    admin: Client, here: Portal
) -> None:
    fill(admin)
    for _each in range(2):
        assert admin.post(f"{AT}switch/on/").status_code == 303
    assert SignOn.objects.get(portal=here).enabled
    for _each in range(2):
        assert admin.post(f"{AT}switch/off/").status_code == 303
    assert not SignOn.objects.get(portal=here).enabled
    assert admin.post(f"{AT}switch/up/").status_code == 404


def test_without_encryption_it_is_not_turned_on(admin: Client, here: Portal) -> None:
    fill(admin)
    Portal.objects.update(address="http://portal.example.org")
    assert admin.post(f"{AT}switch/on/").status_code == 409
    assert "is not encrypted" in text(admin, AT)


def test_the_steps_have_their_ticks(admin: Client, here: Portal) -> None:
    ticks = admin.get(AT).context["here"]
    assert [one.tone for one in ticks] == ["wait", "wait", "wait", "off"]
    fill(admin)
    admin.post(f"{AT}keys/", {"use": "both"})
    assert admin.get(AT).context["here_done"]
    there = admin.get(AT).context["there"]
    assert [one.tone for one in there] == ["good", "wait", "wait"]
    admin.post(f"{AT}register/")
    assert admin.get(AT).context["there"][1].tone == "good"


def test_a_new_address_of_the_portal_is_to_be_told_to_the_identity_provider(
    admin: Client, here: Portal
) -> None:
    fill(admin)
    admin.post(f"{AT}register/")
    assert "is registered there" not in text(admin, f"{AT}register/")
    Portal.objects.update(address="https://new.example.org")
    assert "still knows it as https://portal.example.org" in text(admin, AT)
    moved = admin.get(f"{AT}register/").context["moved"]
    assert [(one.before, one.after) for one in moved][1] == (
        "https://portal.example.org/sso/acs",
        "https://new.example.org/sso/acs",
    )
    assert len(moved) == 3
    admin.post(f"{AT}register/")
    assert "still knows it as" not in text(admin, AT)


def test_our_values_do_not_depend_on_the_host_that_asks(admin: Client) -> None:
    page = text(admin, f"{AT}register/")
    for end in ("metadata", "acs", "slo/callback"):
        assert f'data-copy="https://portal.example.org/sso/{end}"' in page
    assert "localhost" not in page


@pytest.mark.parametrize("product", ["", "adfs", "entra", "keycloak", "onelogin", "shibboleth",
                                     "simplesamlphp", "ucs", "nobody"])  # fmt: skip
def test_each_product_has_its_steps(admin: Client, product: str) -> None:
    answer = admin.get(f"{AT}register/", {"product": product})
    assert len(answer.context["guide"].steps) >= 3


def test_certificates_that_end_soon_are_said_on_the_start_page(admin: Client, here: Portal) -> None:
    fill(admin)
    end = pair().certificate.not_valid_after_utc
    SignOn.objects.update(enabled=True)
    person_ = person(here, "cara", Role.ADMINISTRATOR)
    assert "ends within 30 days" not in text(admin, AT)
    with clock.held(end - timedelta(days=29)):
        later = client_of(person_)
        assert "ends within 30 days" in text(later, AT)
        assert later.get("/").status_code == 200
    with clock.held(end + timedelta(days=1)):
        assert "has ended" in text(client_of(person_), f"{AT}certificates/")


def test_nothing_changes_without_a_change(here: Portal) -> None:
    assert save(here, Configuration(), actor="anna") is False
    assert not Trail.objects.exists()
