"""A call starts only if the lease outlives its deadline: leases follow deadlines."""

from site_case import SETTINGS, Site

from stellwerk.core.masked import Masked
from stellwerk.sync.actions import save_rules
from stellwerk.sync.assignments import UCS
from stellwerk.targets.actions import save_credential, save_target


def test_calls_that_may_take_three_minutes_are_sent(site: Site) -> None:
    site.configure(deadline=180, lease=90)
    site.directory.person("anna")
    site.sync()
    assert "anna" in site.users()


def test_a_patient_target_does_not_keep_another_from_its_calls(site: Site) -> None:
    settings = {**SETTINGS, "url": site.ox.url, "deadline": 180, "lease": 90}
    other, _ = save_target(site.portal, "zz", settings=settings, manual=True, actor="test")
    save_credential(other, "", "oxadminmaster", Masked("secret"), actor="test")
    save_rules(other, UCS, actor="test")
    site.directory.person("anna")
    site.sync()
    assert "anna" in site.users()
