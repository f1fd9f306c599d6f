"""An audit beside a worker, cancelled, cut off in the middle, at a server that fails."""

from collections.abc import Callable
from typing import Any

import pytest

from stellwerk.audit import tasks
from stellwerk.audit.models import Audited, Finding
from stellwerk.audit.reading import Reader
from stellwerk.jobs import actions as jobs
from stellwerk.sync.models import Applied
from stellwerk.sync.tasks import aside_key
from stellwerk.targets.queries import credentials
from tests.factories import dn_of
from tests.integration.audit.audit_case import audit, change_user, do, found, repair
from tests.integration.sync.site_case import Site


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something done between the reading of the users and their comparison, once."""

    def arrange(deed: Callable[[], object]) -> None:
        read, done = Reader.users, []

        def users(self: Reader) -> Any:
            for batch in read(self):
                if not done:
                    done.append(True)
                    deed()
                yield batch

        monkeypatch.setattr(Reader, "users", users)

    return arrange


def test_what_the_worker_sends_meanwhile_is_no_finding(site: Site, meanwhile: Any) -> None:
    site.directory.change(dn_of("anna"), roomNumber="7")
    site.read()
    meanwhile(site.drain)
    assert audit(site) == {}
    assert site.users()["anna"]["room_number"] == "7"


def test_who_is_made_meanwhile_is_not_foreign_and_who_is_deleted_not_missing(
    site: Site, meanwhile: Any
) -> None:
    site.directory.person("carla")
    site.read()
    meanwhile(site.drain)
    assert audit(site) == {}
    site.configure(grace_days=0, gates=True)
    site.directory.remove(dn_of("carla"))
    site.approve(site.plan())
    meanwhile(site.drain)
    assert audit(site) == {}


def test_what_has_a_stamp_is_left_out_and_told_when_it_is_off(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    change_user(site, "bert", room_number="98")
    anna = Applied.objects.get(fields__name="anna")
    Applied.objects.filter(pk=anna.pk).update(stamp="somebody")
    row = do(site, tasks.ask_for_audit(site.portal, actor="test"))
    assert set(found()) == {("different", "bert")}
    assert row.result["targets"]["ox"]["left_out"] == 1
    assert repair(site)["repaired"] == 1
    Applied.objects.filter(pk=anna.pk).update(stamp="")
    site.drain()
    assert set(audit(site)) == {("different", "anna")}


def test_nothing_is_learnt_of_what_is_being_sent(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    audit(site)
    Applied.objects.filter(fields__name="anna").update(stamp="somebody")
    assert repair(site) == {"repaired": 0, "over": 0, "left_alone": 1}
    assert Applied.objects.get(fields__name="anna").fields["room_number"] == "1"
    assert Finding.objects.count() == 1


def test_an_audit_that_is_cut_off_closes_nothing_and_the_next_one_is_whole(site: Site) -> None:
    change_user(site, "anna", room_number="99")
    audit(site)
    before = Audited.objects.get(scope="10").at
    change_user(site, "anna", room_number="1")
    change_user(site, "bert", room_number="98")
    asked = []

    def halt() -> bool:
        asked.append(True)
        return len(asked) > 2

    row = do(site, tasks.ask_for_audit(site.portal, actor="test"), halt)
    assert row.state == "failed"
    assert ("different", "anna") in found()
    assert Audited.objects.get(scope="10").at == before
    assert set(audit(site)) == {("different", "bert")}


def test_an_audit_can_be_cancelled(site: Site, meanwhile: Any) -> None:
    row = tasks.ask_for_audit(site.portal, actor="test")

    def cancel() -> None:
        assert jobs.cancel(row)
        type(row).objects.filter(pk=row.pk).update(heartbeat=row.started.replace(year=2000))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stellwerk.jobs.actions._EVERY", row.started - row.started)
        meanwhile(cancel)
        assert do(site, row).state == "cancelled"
    assert not Audited.objects.exists()


def test_a_repair_that_fails_half_way_is_taken_up_again(site: Site) -> None:
    for login in ("anna", "bert"):
        change_user(site, login, room_number="99")
    audit(site)
    bert = f">{site.users()['bert']['id']}<"
    site.trouble("OXUserService.getData", "fault:StorageException:broken", holding=bert, next=1)
    chosen = list(Finding.objects.values_list("pk", flat=True))
    assert do(site, tasks.ask_for_repair(site.portal, chosen, actor="test")).state == "failed"
    assert repair(site)["left_alone"] == 0
    site.drain()
    assert {user["room_number"] for user in site.users().values()} == {"1", "2"}
    assert audit(site) == {}


def test_an_answer_that_is_lost_is_asked_for_again(site: Site) -> None:
    site.trouble("OXUserService.getMultipleData", "503")
    assert audit(site) == {}


def test_a_context_that_refuses_its_login_is_told_and_stops_no_other(site: Site) -> None:
    site.directory.context(20)
    site.directory.person("dora", oxContextIDNum="20")
    site.sync()
    change_user(site, "anna", room_number="99")
    site.credential("20", credentials(site.target)["20"].login, "wrong")
    row = do(site, tasks.ask_for_audit(site.portal, actor="test"))
    assert row.state == "done"
    assert set(row.result["targets"]["ox"]["unread"]) == {"20"}
    assert set(found()) == {("different", "anna")}


def test_two_audits_that_are_asked_for_at_once_are_one(site: Site) -> None:
    first = tasks.ask_for_audit(site.portal, actor="anna")
    assert tasks.ask_for_audit(site.portal, actor="bert").pk == first.pk
    assert jobs.take(aside_key(site.portal)) is not None
    assert jobs.take(aside_key(site.portal)) is None
