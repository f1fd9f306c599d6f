"""People made in the panel (its owner, say) are nobody's users at a target."""

from site_case import Site

from stellwerk.core import changes
from stellwerk.signin.actions import first_owner
from stellwerk.sync import plan
from stellwerk.sync.actions import save_rules

EVERYBODY = {
    "name": "everybody",
    "match": {"kind": "person", "all": True},
    "give": {"context": "10", "profile": "premium"},
}


def test_a_rule_for_everybody_does_not_mean_the_panels_owner(site: Site) -> None:
    save_rules(site.target, [EVERYBODY], actor="test")
    site.directory.person("anna")
    site.sync()
    made = first_owner(site.portal)
    assert made is not None
    owner = site.portal.people.get(login=made[0])
    changes.touched("person", [owner.pk])
    drawn = site.plan()
    assert sum(drawn.counts.values()) == 0
    assert plan.parked(site.portal) == []
    site.carry_out(drawn)
    assert plan.parked(site.portal) == []
