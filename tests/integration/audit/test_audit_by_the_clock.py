"""Audits that nobody asks for: when they are due, and whose rights they look at."""

from datetime import timedelta

from stellwerk.audit.models import Audited, Finding
from stellwerk.audit.tasks import enqueue_due
from stellwerk.core import clock
from stellwerk.jobs.models import Job, Schedule
from tests.integration.audit.audit_case import do, give_rights
from tests.integration.sync.site_case import Site


def _asked(site: Site) -> list[Job]:
    enqueue_due(site.portal)
    return list(Job.objects.filter(kind="audit", state="queued"))


def test_the_first_one_comes_a_day_after_the_target_was_started(site: Site) -> None:
    with clock.held(clock.now()) as hand:
        assert _asked(site) == []
        hand.forward(hours=23)
        assert _asked(site) == []
        hand.forward(hours=2)
        (row,) = _asked(site)
        assert (row.actor, row.order["target"]) == ("schedule", site.target.pk)
        do(site, row)
        hand.forward(hours=23)
        assert _asked(site) == []


def test_how_often_is_a_setting_and_zero_is_never(site: Site) -> None:
    _asked(site)
    site.configure(audit_every=1)
    _asked(site)
    assert Schedule.objects.get(kind="audit").every == 3600
    site.configure(audit_every=0)
    assert _asked(site) == []
    assert not Schedule.objects.filter(kind="audit").exists()


def test_a_target_that_is_halted_is_not_audited(site: Site) -> None:
    _asked(site)
    type(site.target).objects.update(started=False)
    _asked(site)
    assert not Schedule.objects.filter(kind="audit").exists()


def test_a_clock_that_was_set_back_does_not_put_it_off_for_ever(site: Site) -> None:
    _asked(site)
    Schedule.objects.filter(kind="audit").update(due=clock.now() + timedelta(days=400))
    assert len(_asked(site)) == 1


def test_within_seven_of_them_everybodys_rights_were_read_once(site: Site) -> None:
    give_rights(site, "anna", "webmail")
    give_rights(site, "bert", "webmail")
    read = 0
    with clock.held(clock.now()) as hand:
        _asked(site)
        for _ in range(7):
            hand.forward(hours=25)
            (row,) = _asked(site)
            read += do(site, row).result["targets"]["ox"]["rights"]
    assert read == 2
    assert Finding.objects.filter(kind="rights").count() == 2
    assert Audited.objects.get(scope="").slice == 6
