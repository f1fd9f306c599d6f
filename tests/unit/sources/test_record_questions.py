import pytest
from django.db import connection

from stellwerk.core import statistics
from stellwerk.sources.models import Record


@pytest.mark.django_db
def test_records_of_people_are_found_by_the_people_not_by_being_there() -> None:
    statistics.describe()
    rows = Record.objects.filter(person__in=[1, 2, 3], absent_since=None)
    for asked in (rows, rows.values_list("dn"), rows.filter(source=1)):
        plan = asked.explain()
        assert connection.vendor != "sqlite" or "person_id=?" in plan, plan
