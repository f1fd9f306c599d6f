"""Our certificates: made or pasted, changed over, and their keys never shown."""

import pytest
from django.test import Client

from stellwerk.core.access import Role
from stellwerk.portals.models import Portal, Trail
from stellwerk.sso.keys import opened
from stellwerk.sso.models import Key, SignOn
from tests.browsing import client_of, person, portal
from tests.unit.panel.sso_case import ADDRESS, pasted

pytestmark = pytest.mark.django_db
AT = "/single-sign-on/keys/"


@pytest.fixture
def here() -> Portal:
    return portal(address=ADDRESS)


@pytest.fixture
def admin(here: Portal) -> Client:
    return client_of(person(here, "anna", Role.ADMINISTRATOR))


def slots() -> list[tuple[str, str]]:
    return list(Key.objects.order_by("pk").values_list("use", "slot"))


def test_one_is_made_here_and_its_key_is_sealed(admin: Client) -> None:
    assert admin.post(AT, {"use": "both"}).status_code == 303
    row = Key.objects.get()
    assert "PRIVATE" not in row.private_key
    found = opened(row)
    assert found.private_key.key_size == 3072
    assert found.certificate.public_key() == found.private_key.public_key()
    page = admin.get(AT).content.decode()
    assert "portal.example.org" in page
    assert "PRIVATE KEY-----\n" not in page
    line = Trail.objects.get(verb="sso.key.add")
    assert set(line.after) == {"use", "slot", "certificate"}


def test_a_pair_is_pasted_and_checked(admin: Client) -> None:
    certificate, key = pasted()
    given = {"use": "signing", "certificate": certificate, "private_key": key}
    assert admin.post(AT, given).status_code == 303
    assert slots() == [("signing", "active")]


def test_what_is_no_pair_is_refused_and_its_key_not_sent_back(admin: Client) -> None:
    certificate, _key = pasted()
    _other, key = pasted("other.example.org")
    answer = admin.post(AT, {"use": "both", "certificate": certificate, "private_key": key})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "does not belong to the certificate" in page
    assert key.splitlines()[1] not in page
    assert certificate.splitlines()[1] in page
    assert not Key.objects.exists()


def test_a_successor_waits_then_is_used_then_the_old_one_goes(admin: Client) -> None:
    for _each in range(2):
        admin.post(AT, {"use": "both"})
    assert slots() == [("both", "active"), ("both", "next")]
    answer = admin.post(AT, {"use": "both"})
    assert answer.status_code == 422
    assert "waits to be used next" in answer.content.decode()
    first, second = Key.objects.order_by("pk")
    use = f"{AT}{second.public_id}/use/"
    assert "Change over to this certificate?" in admin.get(use).content.decode()
    assert slots()[1] == ("both", "next")
    assert admin.post(use).status_code == 303
    assert slots() == [("both", "retired"), ("both", "active")]
    assert admin.post(use).status_code == 404
    admin.post(f"{AT}{first.public_id}/remove/")
    assert slots() == [("both", "active")]


def test_a_key_for_both_is_not_followed_by_one_for_signing_alone(admin: Client) -> None:
    admin.post(AT, {"use": "both"})
    answer = admin.post(AT, {"use": "signing"})
    assert answer.status_code == 422
    assert slots() == [("both", "active")]


def test_one_for_both_replaces_one_for_each(admin: Client) -> None:
    for use in ("signing", "encryption", "both"):
        assert admin.post(AT, {"use": use}).status_code == 303
    row = Key.objects.get(use="both")
    admin.post(f"{AT}{row.public_id}/use/")
    assert slots() == [("signing", "retired"), ("encryption", "retired"), ("both", "active")]


def test_the_one_in_use_stays_while_sign_on_is_on(admin: Client, here: Portal) -> None:
    admin.post(AT, {"use": "both"})
    SignOn.objects.create(portal=here, enabled=True)
    row = Key.objects.get()
    for method in (admin.get, admin.post):
        assert method(f"{AT}{row.public_id}/remove/").status_code == 409
    assert Key.objects.exists()
    SignOn.objects.update(enabled=False)
    assert "Remove this certificate?" in admin.get(f"{AT}{row.public_id}/remove/").content.decode()
    assert Key.objects.exists()
    admin.post(f"{AT}{row.public_id}/remove/")
    assert not Key.objects.exists()


def test_another_portals_key_is_not_there(admin: Client) -> None:
    admin.post(AT, {"use": "both"})
    other = portal("Elsewhere", address="https://elsewhere.example.org")
    Key.objects.update(portal=other)
    row = Key.objects.get()
    for end in ("use/", "remove/"):
        assert admin.post(f"{AT}{row.public_id}/{end}").status_code == 404
