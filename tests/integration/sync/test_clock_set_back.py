"""After the clock was set back, or the machine slept, everything goes on at once."""

from datetime import timedelta

from site_case import Site

from stellwerk.core import clock
from stellwerk.sync import lanes, set_back
from stellwerk.sync.models import Applied, Lane, Work

DAY = timedelta(days=1)


def test_what_was_marked_before_the_clock_was_set_back_is_sent_at_once(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    with clock.held(clock.now() + DAY):
        site.directory.person("bert")
        site.read()
        lanes.pause(site.target.pk, "10/users", 60, "OX was down")
    site.drain()
    assert "bert" in site.users()


def test_what_is_in_doubt_is_looked_into_soon(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    Applied.objects.update(stamp="older", doubt_until=clock.now() + DAY)
    assert set_back.mend() == Applied.objects.count()
    latest = max(Applied.objects.values_list("doubt_until", flat=True))
    assert latest is not None
    assert latest < clock.now() + set_back.FAR


def test_what_waits_for_its_time_or_for_a_person_goes_on_waiting(site: Site) -> None:
    site.directory.person("anna")
    site.read()
    later = clock.now() + DAY
    Work.objects.update(lane=lanes.SCHEDULED, due=later)
    Lane.objects.create(target=site.target, name="x", paused_until=clock.now() + set_back.FAR / 2)
    assert set_back.mend() == 0
    assert set(Work.objects.values_list("due", flat=True)) == {later}


def test_only_a_clock_that_goes_back_is_noticed() -> None:
    with clock.held(clock.now()) as hand:
        watch = set_back.Watch()
        assert not watch.was_set_back()
        hand.forward(hours=9)
        assert not watch.was_set_back()
        hand.forward(minutes=-1)
        assert watch.was_set_back()
        assert not watch.was_set_back()
