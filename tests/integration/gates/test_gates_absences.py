"""Too much is missing from a reading at once: nobody leaves until somebody says so."""

from stellwerk.core.clock import Hand
from stellwerk.people.models import Person
from stellwerk.sources.actions import save_source
from stellwerk.sync import runs, waiting
from stellwerk.sync.models import Held
from tests.factories import dn_of, group_dn
from tests.integration.sync.site_case import Site


def _arrive(site: Site, number: int) -> list[str]:
    logins = [f"p{n}" for n in range(number)]
    for login in logins:
        site.directory.person(login)
    site.sync()
    return logins


def _remove(site: Site, logins: list[str]) -> None:
    for login in logins:
        site.directory.remove(dn_of(login))


def _off(site: Site) -> set[str]:
    users = site.users().values()
    return {user["name"] for user in users if user["mailenabled"] in (False, "false")}


def test_many_absences_hold_everybody_and_the_plan_shows_each(site: Site) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    drawn = site.plan()
    assert drawn.counts["held"] == 10
    assert {change["name"] for change in drawn.changes()} == set(logins[:10])
    assert all("last reading" in change["cause"] for change in drawn.changes())
    site.carry_out(drawn)
    site.drain()
    assert _off(site) == set()
    assert Person.objects.filter(state="active").count() == 30
    assert set(Held.objects.values_list("gate", flat=True)) == {"absence"}
    (held,) = waiting.absences(site.portal)
    assert (held["source"], held["kinds"]) == ("directory", {"person": 10})
    assert len(held["names"]) == 10


def test_no_time_opens_it_and_the_same_reading_again_writes_nothing_new(
    site: Site, time: Hand
) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    first = site.plan().hash
    time.forward(days=3)
    assert site.plan().hash == first
    site.drain()
    assert _off(site) == set()


def test_an_approved_plan_lets_them_all_go(site: Site) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    drawn = site.plan()
    assert site.approve(drawn) == (10, 0)
    site.drain()
    assert _off(site) == set(logins[:10])
    assert Person.objects.filter(state="left").count() == 10
    assert waiting.absences(site.portal) == []
    assert site.plan().counts["held"] == 0


def test_one_person_can_be_let_go_alone(site: Site) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    site.plan()
    key = f"person:{Person.objects.get(login='p0').pk}"
    assert site.approve_object(key) == 1
    site.drain()
    assert _off(site) == {"p0"}
    assert waiting.absences(site.portal)[0]["kinds"] == {"person": 9}


def test_a_source_can_be_approved_as_a_whole_with_people_who_have_no_account(site: Site) -> None:
    for number in range(20):
        site.directory.person(f"none{number}", isOxUser="Not")
    logins = _arrive(site, 10)
    _remove(site, [*logins[:5], *(f"none{number}" for number in range(10))])
    assert site.plan().counts["held"] == 5
    assert runs.approve_object(site.portal, f"source:{site.source.pk}", actor="test") == 15
    site.drain()
    assert _off(site) == set(logins[:5])
    assert Person.objects.filter(state="left").count() == 15
    assert waiting.absences(site.portal) == []


def test_who_is_read_again_is_missing_no_more_and_no_call_is_made(site: Site) -> None:
    logins = _arrive(site, 30)
    before = dict(site.directory.entries)
    _remove(site, logins[:10])
    drawn = site.plan()
    site.directory.entries = before
    site.calls()
    assert site.plan().counts["held"] == 0
    site.drain()
    assert site.writes() == {}
    assert waiting.absences(site.portal) == []
    assert site.approve(drawn) == (0, 10)


def test_when_few_stay_missing_they_leave_by_themselves(site: Site) -> None:
    logins = _arrive(site, 30)
    before = dict(site.directory.entries)
    _remove(site, logins[:10])
    site.plan()
    site.directory.entries = before
    _remove(site, logins[:2])
    site.read()
    site.drain()
    assert _off(site) == set(logins[:2])


def test_names_stay_claimed_while_an_absence_is_held(site: Site) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    site.directory.person("p0", ident="id-other", mailPrimaryAddress="else@example.org")
    site.read()
    (question,) = site.questions()
    assert (question["kind"], question["person"]) == ("recreated", "p0")
    site.drain()
    assert _off(site) == set()


def test_dropped_absences_are_shown_no_more_and_nobody_leaves(site: Site) -> None:
    logins = _arrive(site, 30)
    _remove(site, logins[:10])
    drawn = site.plan()
    runs.drop(site.portal, drawn, actor="test")
    assert site.plan().counts["held"] == 0
    site.drain()
    assert _off(site) == set()


def test_groups_that_vanish_together_keep_their_members_until_approved(site: Site) -> None:
    logins = _arrive(site, 3)
    names = [f"team{n}" for n in range(6)]
    for name in names:
        site.directory.group(name, *(dn_of(login) for login in logins))
    site.sync()
    for name in names:
        site.directory.remove(group_dn(name))
    drawn = site.plan()
    assert drawn.counts["held"] == 6
    site.drain()
    assert all(members == set(logins) for members in site.groups().values())
    site.approve(drawn)
    site.drain()
    assert all(members == set() for members in site.groups().values())


def test_a_missing_canary_or_too_few_objects_conclude_nothing(site: Site) -> None:
    logins = _arrive(site, 30)
    for extra in ({"canary_dns": [dn_of("p0")]}, {"minimum": 32}):
        settings = {"path": str(site.file), "dialect": "ucs", **extra}
        save_source(
            site.portal, "directory", kind="ldif", settings=settings, secret=None, position=0,
            actor="test",
        )  # fmt: skip
        before = dict(site.directory.entries)
        _remove(site, logins[:1])
        assert not site.read().complete
        site.drain()
        assert _off(site) == set()
        assert waiting.absences(site.portal) == []
        site.directory.entries = before
