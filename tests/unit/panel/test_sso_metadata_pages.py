"""The identity provider's half: filled from metadata, its certificates, news in them."""

from dataclasses import replace

import pytest
from django.test import Client

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.portals.models import Portal, Trail
from stellwerk.sso.connecting import configuration_of, save
from stellwerk.sso.filling import filling
from stellwerk.sso.models import SignOn
from stellwerk.sso.saml.certificates import bare, pem
from stellwerk.sso.saml.idp_metadata import read_metadata
from stellwerk.sso.saml.names import Binding, NameIdFormat
from tests.browsing import client_of, person, portal
from tests.unit.panel.sso_case import ADDRESS, ENTITY, descriptor, federation, pair, upload

pytestmark = pytest.mark.django_db
AT = "/single-sign-on/"
PRIVATE = "https://127.0.0.1/metadata"


@pytest.fixture
def here() -> Portal:
    return portal(address=ADDRESS)


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def by_file(admin: Client, content: str, **more: str) -> dict[str, object]:
    answer = admin.post(f"{AT}metadata/", {"by_file": "1", "file": upload(content), **more})
    assert answer.status_code == 200, answer.content.decode()
    return {key: part[key] for context in answer.context for part in context for key in part}


def proposed(here: Portal, *names: str) -> None:
    """Metadata that name other certificates now, read but not answered."""
    known = configuration_of(here).provider
    found = read_metadata(descriptor(ENTITY, *names).encode(), now=clock.now())
    document = filling(found[0], known).to_document()
    SignOn.objects.filter(portal=here).update(proposed=document)


def take(admin: Client, content: str) -> None:
    shown = by_file(admin, content)
    given = {"found": shown["token"], "version": shown["version"], "save": "1"}
    assert admin.post(f"{AT}metadata/take/", given).status_code == 303


def test_metadata_are_shown_before_anything_is_saved(admin: Client, here: Portal) -> None:
    shown = by_file(admin, descriptor(wants_signed=True))
    assert not SignOn.objects.exists()
    changes = {name: after for name, _before, after in shown["changes"]}  # type: ignore[attr-defined]
    assert changes["Entity ID of the identity provider"] == ENTITY
    assert changes["Sign sign-in requests"] == "yes"
    take(admin, descriptor(wants_signed=True))
    found = configuration_of(here)
    assert found.provider.sso_address == "https://idp.example.org/sso?idpid=7"
    assert found.provider.sso_binding is Binding.REDIRECT
    assert found.provider.slo_binding is Binding.POST
    assert found.name_id_format is NameIdFormat.PERSISTENT
    assert found.signing.sign_authn_requests
    assert found.provider.certificates == (pem(pair().certificate),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<html><body/></html>", "web page"),
        ("<a>", ""),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "document type"),
        ("", ""),
    ],
)
def test_what_is_no_metadata_is_said_at_the_file(admin: Client, content: str, said: str) -> None:
    answer = admin.post(f"{AT}metadata/", {"by_file": "1", "file": upload(content)})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["file"].errors["file"])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (PRIVATE, "private network"),
        ("https://169.254.169.254/latest", "never asked"),
        ("http://8.8.8.8/metadata", "Only https"),
        ("file:///etc/passwd", "https://"),
    ],
)
def test_addresses_go_through_the_guard(admin: Client, address: str, said: str) -> None:
    answer = admin.post(f"{AT}metadata/", {"address": address})
    assert answer.status_code == 422
    assert said in " ".join(answer.context["address"].errors["address"])


def test_of_a_federation_one_is_chosen(admin: Client, here: Portal) -> None:
    shown = by_file(admin, federation(3))
    offered = shown["offered"]
    assert [one.found.entity_id for one in offered] == [  # type: ignore[attr-defined]
        f"https://idp{n}.example.org/" for n in range(3)
    ]
    token = offered[1].token  # type: ignore[index]
    answer = admin.post(f"{AT}metadata/take/", {"found": token})
    assert answer.status_code == 200
    assert "https://idp1.example.org/" in answer.content.decode()
    assert not SignOn.objects.exists()
    given = {"found": answer.context["token"], "save": "1"}
    assert admin.post(f"{AT}metadata/take/", given).status_code == 303
    assert configuration_of(here).provider.entity_id == "https://idp1.example.org/"


def test_a_large_federation_is_narrowed_by_name(admin: Client) -> None:
    shown = by_file(admin, federation(60))
    assert len(shown["offered"]) == 50  # type: ignore[arg-type]
    assert shown["more"] == 10
    narrowed = by_file(admin, federation(60), sought="IDP59")
    assert [one.found.entity_id for one in narrowed["offered"]] == ["https://idp59.example.org/"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["", "x", "eyJhIjoxfQ:1:x"])
def test_what_was_never_shown_is_not_saved(admin: Client, token: str) -> None:
    assert admin.post(f"{AT}metadata/take/", {"found": token, "save": "1"}).status_code == 303
    assert not SignOn.objects.exists()


def test_what_was_shown_is_not_saved_over_something_newer(admin: Client, here: Portal) -> None:
    shown = by_file(admin, descriptor())
    known = configuration_of(here)
    save(here, replace(known, label="newer"), actor="test")
    given = {"found": shown["token"], "version": shown["version"], "save": "1"}
    answer = admin.post(f"{AT}metadata/take/", given)
    assert "Somebody saved other settings meanwhile" in answer.content.decode()
    assert configuration_of(here).provider.entity_id == ""


def test_certificates_are_added_as_pem_or_base64_and_removed(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    second = pair("next.example.org").certificate
    for given in (bare(second), "\n".join(bare(second)[n : n + 60] for n in (0, 60))):
        admin.post(f"{AT}certificates/", {"certificate": given})
    assert configuration_of(here).provider.certificates == (
        pem(pair().certificate),
        pem(second),
    )
    answer = admin.post(f"{AT}certificates/", {"certificate": pem(second)})
    assert "trusted already" in answer.content.decode()
    rows = admin.get(f"{AT}certificates/").context["rows"]
    gone = f"{AT}certificates/remove/?fingerprint={rows[0].fingerprint}"
    assert "Trust this certificate no longer?" in admin.get(gone).content.decode()
    assert len(configuration_of(here).provider.certificates) == 2
    assert admin.post(gone).status_code == 303
    assert configuration_of(here).provider.certificates == (pem(second),)
    assert admin.post(gone).status_code == 404


def test_no_more_certificates_are_trusted_than_fit(admin: Client) -> None:
    take(admin, descriptor(ENTITY, "a", "b", "c", "d"))
    answer = admin.post(f"{AT}certificates/", {"certificate": pem(pair("e").certificate)})
    assert answer.status_code == 422
    assert "4 are trusted already" in answer.content.decode()


@pytest.mark.parametrize(
    "given", ["", "x", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"]
)
def test_what_is_no_certificate_is_refused(admin: Client, given: str) -> None:
    answer = admin.post(f"{AT}certificates/", {"certificate": given})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["certificate"]


def test_the_last_certificate_stays_while_people_sign_in_by_it(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    SignOn.objects.update(enabled=True)
    row = admin.get(f"{AT}certificates/").context["rows"][0]
    gone = f"{AT}certificates/remove/?fingerprint={row.fingerprint}"
    assert admin.post(gone).status_code == 409
    assert len(configuration_of(here).provider.certificates) == 1


def test_news_are_trusted_only_by_somebody(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    proposed(here, "idp.example.org", "new.example.org")
    assert "say something new" in admin.get(AT).content.decode()
    page = admin.get(f"{AT}metadata/news/")
    assert "new.example.org" in page.content.decode()
    assert len(configuration_of(here).provider.certificates) == 1
    given = {"version": page.context["version"], "answer": "accept"}
    assert admin.post(f"{AT}metadata/news/", given).status_code == 303
    assert len(configuration_of(here).provider.certificates) == 2
    line = Trail.objects.get(verb="sso.accept")
    assert (line.actor, list(line.after)) == ("anna", ["provider.certificates"])
    assert "say something new" not in admin.get(AT).content.decode()


def test_news_that_were_not_seen_are_not_trusted(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    proposed(here, "new.example.org")
    seen = admin.get(f"{AT}metadata/news/").context["version"]
    proposed(here, "evil.example.org")
    admin.post(f"{AT}metadata/news/", {"version": seen, "answer": "accept"})
    assert configuration_of(here).provider.certificates == (pem(pair().certificate),)


def test_news_that_are_left_are_not_shown_again(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    proposed(here, "new.example.org")
    seen = admin.get(f"{AT}metadata/news/").context["version"]
    admin.post(f"{AT}metadata/news/", {"version": seen, "answer": "refuse"})
    assert "say something new" not in admin.get(AT).content.decode()
    assert configuration_of(here).provider.certificates == (pem(pair().certificate),)


def test_an_auditor_trusts_nothing(admin: Client, here: Portal) -> None:
    take(admin, descriptor())
    proposed(here, "new.example.org")
    auditor = client_of(person(here, "bert", Role.AUDITOR))
    seen = auditor.get(f"{AT}metadata/news/").context["version"]
    given = {"version": seen, "answer": "accept"}
    assert auditor.post(f"{AT}metadata/news/", given).status_code == 403
    assert auditor.post(f"{AT}certificates/", {"certificate": "x"}).status_code == 403
