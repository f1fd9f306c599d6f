"""The benchmark of the panel asks for every address that can be asked for."""

from http import HTTPStatus

import pytest

from benchmarks.panel.samples import SAMPLES
from stellwerk.core.access import Role
from stellwerk.urls import urlpatterns
from tests.browsing import client_of, person, portal
from tests.unit.panel.test_addresses import address, patterns

pytestmark = pytest.mark.django_db


def test_every_address_that_answers_get_has_a_sample_and_no_other() -> None:
    browser = client_of(person(portal(), "anna", Role.OWNER))
    readable = {
        pattern.name
        for pattern in patterns()
        if browser.get(address(pattern)).status_code != HTTPStatus.METHOD_NOT_ALLOWED
    }
    assert set(SAMPLES) == readable
    assert len(readable) < len(urlpatterns)
