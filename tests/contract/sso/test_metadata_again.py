"""Metadata are read again from where they are, and what is new in them waits for somebody."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db.models import Max

from stellwerk.core import clock
from stellwerk.core.errors import StellwerkError
from stellwerk.core.outbound.errors import Forbidden
from stellwerk.jobs.actions import running
from stellwerk.jobs.models import Job, Schedule
from stellwerk.portals.models import Portal, Trail
from stellwerk.sso.configuration import Configuration, Provider
from stellwerk.sso.connecting import configuration_of, save, sign_on_of
from stellwerk.sso.filling import filling
from stellwerk.sso.refreshing import OtherProposal, accept, leave, proposal, refresh, version
from stellwerk.sso.saml.idp_metadata import read_metadata
from stellwerk.sso.saml.metadata_errors import MetadataUnknownEntity
from stellwerk.sso.tasks import METADATA, enqueue_due
from stellwerk.sync import tasks
from tests.browsing import portal
from tests.contract.core.web_place import ok, serving
from tests.unit.panel.sso_case import ADDRESS, ENTITY, descriptor

pytestmark = pytest.mark.django_db


class Place:
    """Where the metadata are, on this machine; what they say can be changed."""

    def __init__(self) -> None:
        self.content = descriptor()
        self.address = ""

    def answer(self, _path: str) -> bytes:
        return ok(self.content.encode())


@pytest.fixture
def place() -> Iterator[Place]:
    place = Place()
    with serving(place.answer) as port:
        place.address = f"http://127.0.0.1:{port}/metadata"
        yield place


@pytest.fixture
def here(place: Place) -> Portal:
    here = portal(address=ADDRESS)
    before = Provider(metadata_address=place.address, metadata_private=True)
    found = read_metadata(place.content.encode(), now=clock.now())
    save(here, filling(found[0], before).applied(Configuration()), actor="test")
    return here


def certificates(here: Portal) -> int:
    return len(configuration_of(here).provider.certificates)


def test_what_is_the_same_asks_nobody(here: Portal) -> None:
    lines = Trail.objects.count()
    assert refresh(here, actor="schedule") is False
    row = sign_on_of(here)
    assert (row.proposed, row.refresh_error) == ({}, "")
    assert row.refreshed_at is not None
    assert Trail.objects.count() == lines


def test_new_keys_are_proposed_and_trusted_only_when_somebody_agrees(
    here: Portal, place: Place
) -> None:
    place.content = descriptor(ENTITY, "idp.example.org", "new.example.org")
    assert refresh(here, actor="schedule") is True
    assert refresh(here, actor="schedule") is True
    assert certificates(here) == 1
    assert Trail.objects.filter(verb="sso.propose").count() == 1
    with pytest.raises(OtherProposal):
        accept(here, "another", actor="anna")
    accept(here, version(sign_on_of(here)), actor="anna")
    assert certificates(here) == 2
    assert refresh(here, actor="schedule") is False


def test_what_was_left_is_asked_again_only_when_it_changes(here: Portal, place: Place) -> None:
    place.content = descriptor(ENTITY, "new.example.org")
    refresh(here, actor="schedule")
    leave(here, version(sign_on_of(here)), actor="anna")
    assert refresh(here, actor="schedule") is False
    assert proposal(sign_on_of(here)) is None
    place.content = descriptor(ENTITY, "newer.example.org")
    assert refresh(here, actor="schedule") is True
    assert certificates(here) == 1


def test_a_proposal_ends_when_the_metadata_say_again_what_is_set(
    here: Portal, place: Place
) -> None:
    before, place.content = place.content, descriptor(ENTITY, "new.example.org")
    refresh(here, actor="schedule")
    place.content = before
    assert refresh(here, actor="schedule") is False
    assert sign_on_of(here).proposed == {}


@pytest.mark.parametrize(
    "content", [descriptor("https://other.example.org/"), "<html/>", "", "<!DOCTYPE x><x/>"]
)
def test_what_cannot_be_read_changes_nothing_and_is_said(
    here: Portal, place: Place, content: str
) -> None:
    place.content = content
    with pytest.raises(StellwerkError):
        refresh(here, actor="schedule")
    assert sign_on_of(here).refresh_error
    assert certificates(here) == 1


def test_another_identity_provider_is_not_proposed(here: Portal, place: Place) -> None:
    place.content = descriptor("https://other.example.org/")
    with pytest.raises(MetadataUnknownEntity):
        refresh(here, actor="schedule")


def test_the_private_network_stays_closed_unless_it_was_allowed(here: Portal) -> None:
    known = configuration_of(here)
    closed = replace(
        known.provider, metadata_private=False, metadata_address="https://127.0.0.1/metadata"
    )
    save(here, replace(known, provider=closed), actor="test")
    with pytest.raises(Forbidden):
        refresh(here, actor="schedule")


def test_it_is_read_once_a_day_as_a_job(here: Portal, place: Place) -> None:
    enqueue_due(here)
    enqueue_due(here)
    assert not Job.objects.exists()
    due = Schedule.objects.aggregate(due=Max("due"))["due"]
    with clock.held(due):
        enqueue_due(here)
        enqueue_due(here)
        job = Job.objects.get()
        assert (job.kind, job.state, job.actor) == (METADATA, Job.State.QUEUED, "schedule")
        place.content = descriptor(ENTITY, "new.example.org")
        with running(METADATA, job.key, taken=job) as under_way:
            tasks.carry_out(here, under_way, lambda *_a, **_k: None)
    assert Job.objects.get().result == {"proposed": 1}


def test_nothing_is_due_where_no_address_is_set(here: Portal) -> None:
    enqueue_due(here)
    known = configuration_of(here)
    save(here, replace(known, provider=replace(known.provider, metadata_address="")), actor="test")
    enqueue_due(here)
    assert not Schedule.objects.filter(kind=METADATA).exists()
