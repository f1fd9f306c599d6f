import pytest
from django.test import Client

from stellwerk.portals.models import Domain
from tests.browsing import PASSWORD, client_of, person, portal, sign_in, visitor

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


def status(host: str, **more: str) -> int:
    return Client(headers={"host": host}, **more).get(SIGN_IN).status_code


def test_an_unknown_host_is_misdirected() -> None:
    portal(address="https://portal.example")
    for host in ("evil.example", "portal.example.evil.example", "evil.example:portal.example", ""):
        answer = Client(headers={"host": host}).get(SIGN_IN)
        assert answer.status_code == 421
        assert "Lindenau" not in answer.content.decode()


def test_domains_and_the_configured_address_are_served() -> None:
    here = portal(address="https://portal.example:8443")
    Domain.objects.create(portal=here, name="id.example")
    hosts = ("portal.example:8443", "PORTAL.example:8443", "id.example", "id.example:80")
    assert {status(host) for host in hosts} == {200}
    assert status("portal.example") == 421


def test_loopback_names_are_served_to_this_machine_alone() -> None:
    portal()
    for host in ("localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"):
        assert status(host) == 200
        assert status(host, REMOTE_ADDR="192.0.2.1") == 421


def test_the_host_finds_the_portal() -> None:
    portal("First")
    portal("Second", address="http://second.example")
    answer = Client(headers={"host": "second.example"}).get(SIGN_IN)
    assert "Second" in answer.content.decode()


def test_probes_answer_under_any_name() -> None:
    for path in ("/healthz", "/readyz"):
        assert Client(headers={"host": "10.0.0.7:8000"}).get(path).status_code == 200


def test_an_install_without_anything_says_what_to_do() -> None:
    answer = visitor().get("/")
    assert answer.status_code == 503
    assert "stellwerk config import" in answer.content.decode()


def test_behind_https_cookies_are_secure_and_the_browser_is_told_to_stay() -> None:
    person(portal(address="https://portal.example"), password=PASSWORD)
    browser = Client(headers={"host": "portal.example"})
    assert sign_in(browser, "anna", PASSWORD) == 303
    assert all(morsel["secure"] for morsel in browser.cookies.values())
    answer = browser.get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"


def test_on_loopback_nothing_is_said_about_https() -> None:
    answer = client_of(person(portal())).get("/")
    assert "Strict-Transport-Security" not in answer


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.9.9.9, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("", "10.0.0.1"),
    ],
)
def test_trusted_proxies_say_where_a_request_comes_from(
    forwarded: str, seen: str, settings: pytest.FixtureRequest
) -> None:
    from django.test import RequestFactory

    from stellwerk.signin.address import address_of

    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})  # type: ignore[attr-defined]
    headers = {"x-forwarded-for": forwarded}
    near = RequestFactory(headers=headers).get("/", REMOTE_ADDR="10.0.0.1")
    assert address_of(near) == seen
    far = RequestFactory(headers=headers).get("/", REMOTE_ADDR="198.51.100.1")
    assert address_of(far) == "198.51.100.1"
