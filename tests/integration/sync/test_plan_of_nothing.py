"""When nothing differs, a plan says so, and writes nothing."""

from site_case import Site

from stellwerk.sync import plan, runs
from stellwerk.sync.models import Plan


def test_a_plan_of_nothing_is_not_kept(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    kept = set(Plan.objects.values_list("pk", "hash", "created"))
    drawn = site.plan()
    assert list(drawn.changes()) == []
    assert sum(drawn.counts.values()) == 0
    assert set(Plan.objects.values_list("pk", "hash", "created")) == kept


def test_a_plan_of_nothing_can_be_carried_out_by_its_hash(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    found = plan.find(site.portal, site.plan().hash)
    stands = runs.standing(site.portal, found)
    assert stands.moved == []
    site.directory.person("bert")
    site.read()
    assert site.permit(found, stands.permit).applied == 0
    assert set(site.users()) == {"anna"}
