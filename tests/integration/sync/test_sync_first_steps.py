"""One person from an LDIF file to one SOAP call, and nothing on the second run."""

from site_case import Site


def test_one_person_is_planned_created_and_then_left_alone(site: Site) -> None:
    site.directory.person("anna")
    drawn = site.plan()
    assert drawn.counts["create"] == 2
    site.calls()
    report = site.carry_out(drawn)
    assert (report.applied, report.parked) == (2, 0)
    assert site.writes() == {"OXContextService.create": 1, "OXUserService.createByModuleAccess": 1}
    assert site.users()["anna"]["email1"] == "anna@example.org"
    again = site.sync()
    assert again.applied == 0
    assert site.calls() == {}


def test_only_the_changed_field_is_sent_in_one_call(site: Site) -> None:
    anna = site.directory.person("anna", title="Dr.")
    site.sync()
    site.calls()
    site.directory.change(anna, roomNumber="B 7")
    (change,) = site.changes()
    assert change["fields"] == {"room_number": ["", "B 7"]}
    assert site.sync().applied == 1
    assert site.writes() == {"OXUserService.change": 1}
    assert site.users()["anna"]["room_number"] == "B 7"
    assert site.users()["anna"]["title"] == "Dr."


def test_an_emptied_field_is_cleared(site: Site) -> None:
    anna = site.directory.person("anna", title="Dr.")
    site.sync()
    site.directory.change(anna, title="")
    site.sync()
    assert not site.users()["anna"].get("title")
    site.calls()
    assert site.sync().applied == 0
    assert site.calls() == {}
