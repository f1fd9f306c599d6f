"""Every address of the panel: what it needs, and what it answers to whom."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern

from stellwerk.core.access import READING, Needs, Role, needs_of
from stellwerk.urls import urlpatterns
from tests.browsing import client_of, person, portal, visitor

pytestmark = pytest.mark.django_db
_PLACES = {"<int:": "1", "<uuid:": "00000000-0000-4000-8000-000000000000", "<": "x"}


def patterns() -> Iterator[URLPattern]:
    """Every address there is; none hides behind an include."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern), f"{pattern} is no plain path"
        yield pattern


def view_of(pattern: URLPattern) -> Callable[..., Any]:
    view: Callable[..., Any] = pattern.callback
    return view


def address(pattern: URLPattern) -> str:
    """An address of a pattern, of objects that are not there."""
    parts = []
    for part in str(pattern.pattern).split("/"):
        found = [value for mark, value in _PLACES.items() if part.startswith(mark)]
        parts.append(found[0] if found else part)
    return "/" + "/".join(parts)


def needed(pattern: URLPattern) -> Needs:
    found = needs_of(view_of(pattern))
    assert found is not None, f"{pattern.pattern} does not say what it needs"
    return found


NAMES = [pattern.name or "" for pattern in patterns()]


@pytest.fixture(scope="module")
def by_name() -> dict[str, URLPattern]:
    return {pattern.name or "": pattern for pattern in patterns()}


def test_every_address_has_a_name_of_its_own() -> None:
    assert all(NAMES)
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_address_says_what_it_needs(name: str, by_name: dict[str, URLPattern]) -> None:
    assert needed(by_name[name])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", [None, *Role])
def test_what_each_role_is_answered(role: Role | None, method: str) -> None:
    here = portal()
    for pattern in patterns():
        who = person(here, f"p-{pattern.name}", *([role] if role else [])) if role else None
        browser = client_of(who) if who else visitor()
        roles = {role, Role.PERSON} if role else set()
        answer = browser.generic(method, address(pattern))
        allowed = needed(pattern).allows({r for r in roles if r}, method)
        place = f"{method} {address(pattern)} as {role}: {answer.status_code}"
        if allowed:
            assert answer.status_code not in {403, 500}, place
            assert "/sign-in/?next=" not in answer.get("Location", ""), place
        elif role is None:
            assert answer.status_code == 303, place
            assert answer["Location"].startswith("/sign-in/?next="), place
        else:
            assert answer.status_code == 403, place


def test_nothing_but_sign_in_and_probes_is_open() -> None:
    open_ones = {
        name
        for name, pattern in zip(NAMES, patterns(), strict=True)
        if needed(pattern).read is None
    }
    assert open_ones == {
        "healthz",
        "readyz",
        "sign-in",
        "language",
        "theme",
        "sso-metadata",
        "sso-login",
        "sso-acs",
        "sso-callback",
    }


def test_an_auditor_changes_nothing_but_their_own() -> None:
    own = {
        "sign-in",
        "sign-out",
        "password",
        "sessions",
        "sessions-others",
        "session-close",
        "language",
        "theme",
        "dashboard",
        "start",
        "own-profile",
        "healthz",
        "readyz",
        "sso-metadata",
        "sso-login",
        "sso-acs",
        "sso-callback",
        "sso-confirm",
        "sso-logout",
    }
    written = {
        name
        for name, pattern in zip(NAMES, patterns(), strict=True)
        if needed(pattern).allows({Role.AUDITOR, Role.PERSON}, "POST")
    }
    assert written <= own


def test_a_view_that_does_not_say_is_refused(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.unit.panel.unmarked"
    owner = client_of(person(portal(), "owner", Role.OWNER))
    assert owner.get("/unmarked/").status_code == 403
    assert visitor().get("/unmarked/").status_code == 403


def test_reading_is_reading() -> None:
    assert {"GET", "HEAD", "OPTIONS"} == READING
