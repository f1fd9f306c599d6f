"""What a reading changes by the hundreds is nobody's hurry, to the last of them."""

from site_case import Site

from stellwerk.sources.intake import BATCH
from stellwerk.sync.models import Work


def test_the_last_few_of_a_large_import_are_no_live_changes(site: Site) -> None:
    for number in range(BATCH + 5):
        site.directory.person(f"person{number}")
    site.read()
    people = Work.objects.filter(object__startswith="person:")
    assert people.count() == BATCH + 5
    assert not people.filter(priority=0).exists()


def test_a_few_changes_are_live(site: Site) -> None:
    site.directory.person("anna")
    site.read()
    assert Work.objects.get(object__startswith="person:").priority == 0
