"""SQLite looks rows up by what tells them apart, however little it knows of a young store."""

from django.db import connection
from site_case import Site

from stellwerk.core.statistics import describe, statistic
from stellwerk.sync.models import Applied, Work


def test_what_is_alike_says_little_and_what_differs_says_much() -> None:
    assert statistic(["target_id", "object"], unique=True) == "1000000 1000000 1"
    assert statistic(["target_id", "scope"], unique=False) == "1000000 1000000 10000"
    assert statistic(["person_id"], unique=False) == "1000000 10"


def test_rows_of_some_people_are_not_sought_among_all_of_the_target(site: Site) -> None:
    describe()
    connection.cursor().execute("ANALYZE sqlite_schema")
    keys = [f"person:{number}" for number in range(500)]
    work = Work.objects.filter(target=site.target, state=Work.State.READY, object__in=keys)
    assert "object=?" in work.explain()
    applied = Applied.objects.filter(target=site.target, person__in=range(500))
    assert "person_id=?" in applied.explain()
    parked = Work.objects.filter(target=site.target, state=Work.State.PARKED)
    assert "state=?" in parked.explain()


def test_the_second_time_nothing_is_written(site: Site) -> None:
    describe()
    connection.ensure_connection()
    before = connection.connection.total_changes
    describe()
    assert connection.connection.total_changes == before
