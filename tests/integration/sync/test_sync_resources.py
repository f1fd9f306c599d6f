"""Resources: made, changed, withdrawn, deleted, moved, adopted; after lost answers as well."""

import pytest
from site_case import Site

from stellwerk.people.models import Entry
from stellwerk.sync.models import Applied
from stellwerk.targets.ox import operations
from stellwerk.targets.queries import client, credentials


def _room(site: Site, number: int = 10) -> dict[str, object]:
    return site.resources(number)["saal"]


def _make_in_ox(site: Site, name: str, mail: str, scope: str = "10") -> None:
    """Make a resource as an administrator would, past us."""
    res = {"name": name, "displayname": name, "email": mail}
    with client(site.target) as ox:
        params = {"ctx": {"id": int(scope)}, "res": res}
        ox.call(operations.RESOURCE_CREATE, params, credentials(site.target)[scope])


def test_a_resource_is_made_in_one_call_and_not_touched_again(site: Site) -> None:
    site.directory.resource("saal", description="Im ersten Stock")
    drawn = site.plan()
    assert [c["action"] for c in drawn.changes() if c["object"].startswith("resource")] == [
        "create"
    ]
    site.carry_out(drawn)
    assert _room(site) | {"id": 0} == {
        "id": 0,
        "name": "saal",
        "displayname": "Saal",
        "email": "saal@example.org",
        "description": "Im ersten Stock",
        "available": True,
        "permissions": [],
    }
    assert site.writes()["OXResourceService.create"] == 1
    assert site.sync().applied == 0
    assert site.calls() == {}


def test_only_what_changed_is_sent_and_what_is_emptied_is_cleared(site: Site) -> None:
    saal = site.directory.resource("saal", description="Im ersten Stock")
    site.sync()
    site.calls()
    site.directory.change(saal, description="", displayName="Großer Saal")
    site.sync()
    assert site.writes() == {"OXResourceService.change": 1}
    assert _room(site)["description"] is None
    assert _room(site)["displayname"] == "Großer Saal"


def test_a_renamed_resource_stays_the_same_one(site: Site) -> None:
    saal = site.directory.resource("saal")
    site.sync()
    before = _room(site)["id"]
    site.directory.change(saal, cn="aula", mailPrimaryAddress="aula@example.org")
    site.sync()
    assert site.resources()["aula"]["id"] == before
    assert site.resources()["aula"]["email"] == "aula@example.org"
    assert set(site.resources()) == {"aula"}


def test_names_are_folded_and_a_clash_gets_a_number(site: Site) -> None:
    site.directory.resource("a", cn="Säle & Co", mailPrimaryAddress="a@example.org")
    site.directory.resource("b", cn="Saele und Co", mailPrimaryAddress="b@example.org")
    site.sync()
    assert set(site.resources()) == {"Saele und Co", "Saele und Co-2"}
    assert site.parked() == {}
    assert site.sync().applied == 0


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"mailPrimaryAddress": ""}, "no-mail"),
        ({"mailPrimaryAddress": "saal@bauhof@example.org"}, "mail"),
        ({"oxContextIDNum": "99"}, "context_undeclared"),
        ({"oxContextIDNum": ""}, "context_missing"),
        ({"mailPrimaryAddress": "anna@example.org"}, "mail_taken"),
    ],
)
def test_a_bad_resource_is_parked_with_its_reason_and_stops_nobody(
    site: Site, attributes: dict[str, str], code: str
) -> None:
    site.directory.person("anna")
    site.directory.resource("saal", **attributes)
    site.directory.resource("beamer")
    site.sync()
    assert site.parked() == {"saal": code}
    assert set(site.resources()) == {"beamer"}
    site.directory.resource("saal")
    site.sync()
    assert site.parked() == {}
    assert set(site.resources()) == {"beamer", "saal"}


def test_of_two_resources_with_one_address_the_first_has_it(site: Site) -> None:
    site.directory.resource("saal", mailPrimaryAddress="raum@example.org")
    site.directory.resource("beamer", mailPrimaryAddress="Raum@example.org")
    site.sync()
    assert set(site.resources()) == {"saal"}
    assert site.parked() == {"beamer": "mail_taken"}


def test_nobody_gets_the_address_of_a_resource(site: Site) -> None:
    site.directory.resource("saal")
    site.sync()
    site.directory.person("eva", mailPrimaryAddress="saal@example.org")
    site.sync()
    assert site.parked() == {"eva": "mail_taken"}


def test_who_leaves_is_withdrawn_when_approved_and_deleted_after_the_grace(site: Site) -> None:
    saal = site.directory.resource("saal")
    site.sync()
    site.directory.remove(saal)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["action"], change["held"], change["fields"]) == (
        "disable",
        True,
        {"available": ["true", "false"]},
    )
    site.carry_out(drawn)
    assert _room(site)["available"] is True
    site.approve(drawn)
    site.drain()
    assert _room(site)["available"] is False
    assert site.plan().counts["delete"] == 0
    site.configure(grace_days=0)
    due = site.plan()
    assert [c["action"] for c in due.changes()] == ["delete"]
    site.approve(due)
    site.drain()
    assert site.resources() == {}
    assert not Applied.objects.filter(object__startswith="resource").exists()
    assert set(site.users()) == set()


def test_who_comes_back_within_the_grace_can_be_booked_again(site: Site) -> None:
    saal = site.directory.resource("saal")
    site.sync()
    before = _room(site)["id"]
    site.directory.remove(saal)
    site.approve(site.plan())
    site.drain()
    site.directory.resource("saal")
    site.sync()
    assert (_room(site)["id"], _room(site)["available"]) == (before, True)
    assert not Applied.objects.get(object__startswith="resource").disabled


def test_deleting_a_resource_deletes_nothing_else_of_its_context(site: Site) -> None:
    site.directory.person("anna")
    saal = site.directory.resource("saal")
    site.directory.resource("beamer")
    site.configure(grace_days=0)
    site.sync()
    site.directory.remove(saal)
    for _ in range(2):
        site.approve(site.plan())
        site.drain()
    assert set(site.resources()) == {"beamer"}
    assert set(site.users()) == {"anna"}
    assert Applied.objects.filter(object__startswith="context:").exists()
    assert site.sync().applied == 0


def test_a_move_is_held_then_made_in_the_new_context_and_deleted_in_the_old(site: Site) -> None:
    site.directory.context(20)
    saal = site.directory.resource("saal")
    site.sync()
    site.directory.change(saal, oxContextIDNum="20", description="Im Keller")
    drawn = site.plan()
    parts = {change["part"]: change for change in drawn.changes()}
    assert set(parts) == {"fields", "move"}
    assert parts["move"]["held"]
    assert parts["move"]["fields"] == {"context": ["10", "20"]}
    site.carry_out(drawn)
    assert _room(site)["description"] == "Im Keller"
    assert site.resources(20) == {}
    site.calls()
    site.approve(drawn)
    site.drain()
    assert site.writes() == {"OXResourceService.create": 1, "OXResourceService.delete": 1}
    assert site.resources() == {}
    assert _room(site, 20)["description"] == "Im Keller"
    assert site.sync().applied == 0


def test_a_move_to_where_the_name_is_taken_is_refused(site: Site) -> None:
    site.directory.context(20)
    saal = site.directory.resource("saal")
    site.directory.person("eva", oxContextIDNum="20")
    site.sync()
    _make_in_ox(site, "saal", "other@example.org", "20")
    site.directory.change(saal, oxContextIDNum="20")
    site.approve(site.plan())
    site.drain()
    assert site.parked() == {"saal": "ox_exists"}
    assert set(site.resources()) == {"saal"}
    assert site.resources(20)["saal"]["email"] == "other@example.org"


@pytest.mark.parametrize("operation", ["create", "delete"])
def test_a_move_with_a_lost_answer_ends_with_one_resource(site: Site, operation: str) -> None:
    site.directory.context(20)
    saal = site.directory.resource("saal")
    site.sync()
    site.directory.change(saal, oxContextIDNum="20")
    site.approve(site.plan())
    site.trouble(f"OXResourceService.{operation}", "lost")
    site.drain()
    assert site.resources() == {}
    assert set(site.resources(20)) == {"saal"}
    assert site.sync().applied == 0


@pytest.mark.parametrize("operation", ["create", "change", "delete"])
def test_a_lost_answer_is_looked_into_and_nothing_is_made_twice(site: Site, operation: str) -> None:
    site.configure(grace_days=0)
    saal = site.directory.resource("saal")
    if operation != "create":
        site.sync()
    site.trouble(f"OXResourceService.{operation}", "lost")
    if operation == "change":
        site.directory.change(saal, description="oben")
    if operation == "delete":
        site.directory.remove(saal)
        for _ in range(2):
            site.approve(site.plan())
            site.drain()
    site.sync()
    made = [one for one in site.ox.log() if one["kind"] == "resource"]
    assert len(made) == 1
    assert len(site.resources()) == (0 if operation == "delete" else 1)
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_what_was_there_is_adopted_by_name(site: Site) -> None:
    site.sync()
    _make_in_ox(site, "Saal", "alt@example.org")
    before = site.resources()["Saal"]["id"]
    site.directory.resource("saal")
    site.sync()
    site.sync()
    assert _room(site)["id"] == before
    assert _room(site)["email"] == "saal@example.org"


def test_a_resource_that_was_deleted_by_hand_is_made_anew(site: Site) -> None:
    saal = site.directory.resource("saal")
    site.sync()
    with client(site.target) as ox:
        params = {"ctx": {"id": 10}, "res": {"id": _room(site)["id"]}}
        ox.call(operations.RESOURCE_DELETE, params, credentials(site.target)["10"])
    site.directory.change(saal, description="oben")
    site.sync()
    site.sync()
    assert _room(site)["description"] == "oben"


def test_a_resource_arrives_when_its_context_is_declared(site: Site) -> None:
    site.directory.resource("saal", oxContextIDNum="30")
    site.sync()
    assert site.parked() == {"saal": "context_undeclared"}
    site.directory.context(30)
    site.sync()
    assert set(site.resources(30)) == {"saal"}
    assert Entry.objects.get(kind="resource").left_at is None


def test_what_an_existing_context_holds_is_adopted_as_the_plan_says(existing: Site) -> None:
    _make_in_ox(existing, "saal", "saal@example.org")
    before = existing.resources()["saal"]["id"]
    existing.directory.resource("saal", displayName="saal", description="Im ersten Stock")
    existing.calls()
    drawn = existing.plan()
    changes = {change["name"]: change for change in drawn.changes()}
    assert changes["saal"]["action"] == "adopt"
    assert changes["saal"]["fields"] == {"description": ["", "Im ersten Stock"]}
    existing.carry_out(drawn)
    assert (_room(existing)["id"], _room(existing)["description"]) == (before, "Im ersten Stock")
    sent = {n: count for n, count in existing.writes().items() if "Resource" in n}
    assert sent == {"OXResourceService.change": 1}
    assert existing.sync().applied == 0


def test_absences_that_are_held_show_what_they_lead_to_and_are_believed_when_approved(
    site: Site,
) -> None:
    rooms = [site.directory.resource(f"raum{number}") for number in range(12)]
    site.sync()
    for room in rooms:
        site.directory.remove(room)
    drawn = site.plan()
    assert drawn.counts["held"] == 12
    site.carry_out(drawn)
    assert Entry.objects.filter(kind="resource", left_at=None).count() == 12
    (first, *_) = drawn.changes()
    assert site.approve_object(first["object"]) == 1
    site.drain()
    assert [one["available"] for one in site.resources().values()].count(False) == 1
    assert Entry.objects.filter(kind="resource", left_at=None).count() == 11
