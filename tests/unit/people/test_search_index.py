import pytest
from django.db import connection

from stellwerk.people.queries import search, search_groups
from tests.browsing import portal


@pytest.mark.django_db
def test_people_and_groups_are_searched_in_an_index_not_in_the_whole_table() -> None:
    here = portal()
    for rows in (search(here, "mueller"), search_groups(here, "mueller")):
        plan = rows.order_by().values_list("pk").explain()
        assert connection.vendor != "sqlite" or "COVERING INDEX" in plan, plan
