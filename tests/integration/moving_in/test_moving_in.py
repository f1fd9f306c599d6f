"""Moving in where the OX Connector was: what is in step is sent nothing, what is not, exactly."""

import base64
import hashlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from stellwerk.moving_in.reading import read_state
from stellwerk.moving_in.report import Report
from stellwerk.moving_in.taking_over import take_over
from stellwerk.people.models import Entry, Person
from stellwerk.sync.models import Applied, Found, Imported, Work
from stellwerk.sync.names import group_key, person_key
from stellwerk.targets.models import Credential
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.queries import credentials
from tests.factories import dn_of
from tests.integration.moving_in.predecessor import Predecessor


def moved_in(before: Predecessor, folder: Path, **options: Any) -> Report:
    target = before.site.target
    target.refresh_from_db()
    return take_over(target, read_state(folder), actor="test", **options)


def fields_by_name(before: Predecessor) -> dict[str, dict[str, Any]]:
    """What a plan would send, by name; nothing for those it would send nothing."""
    changes = before.site.changes()
    assert {one["action"] for one in changes} <= {"adopt", "update"}
    found: dict[str, dict[str, Any]] = {}
    for one in changes:
        members = {word: one[word] for word in ("add", "remove") if one[word]}
        if sent := {**one["fields"], **members}:
            found.setdefault(one["name"], {}).update(sent)
    return found


@pytest.mark.parametrize("shape", ["cache", "database"])
def test_whoever_is_in_step_is_sent_nothing(
    before: Predecessor, tmp_path: Path, shape: str
) -> None:
    folder = getattr(before, shape)(tmp_path / "data")
    report = moved_in(before, folder)
    assert (report.linked["person"], report.linked["group"]) == (3, 1)
    assert report.unlinked == []
    assert report.logins == ["context 10: boss"]
    assert report.profiles == ["guests=few"]
    assert fields_by_name(before) == {}
    ids = {login: user["id"] for login, user in before.site.users().items()}
    before.site.calls()
    before.site.sync()
    assert before.site.writes() == {}
    applied = dict(Applied.objects.values_list("person__login", "remote_id"))
    assert {login: int(applied[login]) for login in ids} == ids
    assert before.site.parked() == {}


def test_then_a_changed_field_is_one_call(before: Predecessor, tmp_path: Path) -> None:
    moved_in(before, before.database(tmp_path / "data"))
    before.site.sync()
    before.site.calls()
    before.site.directory.change(dn_of("anna"), roomNumber="2")
    before.site.sync()
    assert before.site.writes() == {"OXUserService.change": 1}
    assert before.site.users()["anna"]["room_number"] == "2"


def test_the_plan_shows_exactly_the_true_differences(before: Predecessor, tmp_path: Path) -> None:
    moved_in(before, before.cache(tmp_path / "data"))
    before.site.directory.change(dn_of("anna"), roomNumber="C 7")
    before.site.directory.group("Team", dn_of("anna"), dn_of("carla"))
    assert fields_by_name(before) == {
        "anna": {"room_number": ["1", "C 7"]},
        "Team": {"add": ["carla"], "remove": ["bert"]},
    }


def test_an_imported_number_outweighs_login_and_address(
    before: Predecessor, tmp_path: Path
) -> None:
    number = before.person("old-login", mailPrimaryAddress="old@example.org")
    before.objects[-1]["id"] = "id-dora"
    before.objects[-1]["dn"] = dn_of("dora")
    before.site.directory.person("dora")
    before.site.read()
    moved_in(before, before.database(tmp_path / "data"))
    changes = {one["name"]: one for one in before.site.changes()}
    assert changes["dora"]["action"] == "adopt"
    assert changes["dora"]["fields"]["email1"] == ["old@example.org", "dora@example.org"]
    before.site.sync()
    assert Applied.objects.get(person__login="dora").remote_id == str(number)
    assert before.site.users()["old-login"]["email1"] == "dora@example.org"


def test_an_account_that_is_somebody_elses_by_number_is_not_adopted_by_name(
    before: Predecessor, tmp_path: Path
) -> None:
    folder = before.database(tmp_path / "data")
    moved_in(before, folder)
    anna, bert = (Imported.objects.get(object=f"person:{Person.objects.get(login=one).pk}")
                  for one in ("anna", "bert"))  # fmt: skip
    anna.delete()
    bert.remote_id = str(before.site.users()["anna"]["id"])
    bert.save()
    before.site.sync()
    assert before.site.parked()["anna"] == "conflict"


def test_a_number_that_is_gone_from_ox_leaves_login_and_address_to_decide(
    before: Predecessor, tmp_path: Path
) -> None:
    before.objects[0]["object"]["oxDbId"] = 4711
    moved_in(before, before.database(tmp_path / "data"))
    assert fields_by_name(before) == {}
    before.site.calls()
    before.site.sync()
    assert before.site.writes() == {}


def test_who_is_in_another_context_than_the_directory_says_is_not_made_twice(
    before: Predecessor, tmp_path: Path
) -> None:
    moved_in(before, before.database(tmp_path / "data"))
    before.site.directory.context(20)
    before.site.directory.change(dn_of("anna"), oxContextIDNum="20")
    before.site.sync()
    assert before.site.parked() == {"anna": "imported_elsewhere"}


def test_a_picture_that_ox_made_smaller_is_not_sent_again(
    before: Predecessor, tmp_path: Path
) -> None:
    big, small = picture("red", 600), picture("red", 300)
    before.person("dora", photo=small)
    before.photo_of("dora", big)
    before.site.directory.person("dora", **{"jpegPhoto:": base64.b64encode(big).decode()})
    before.site.read()
    moved_in(before, before.cache(tmp_path / "data"))
    row = Imported.objects.get(object=f"person:{Person.objects.get(login='dora').pk}")
    assert row.photo == hashlib.sha256(big).hexdigest()
    assert fields_by_name(before) == {}


def picture(colour: str, size: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (size, size), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_login_by_another_property_is_in_step_too(before: Predecessor, tmp_path: Path) -> None:
    before.person("dora", name="id-dora")
    before.site.directory.person("dora")
    for login in ("anna", "bert", "carla"):
        before.site.directory.remove(dn_of(login))
    before.site.directory.entries.pop(f"cn=Team,cn=groups,{dn_of('x').partition('users,')[2]}")
    before.site.target = before.site.configure(
        imap_server="imap://mail.example.org:143", smtp_server="smtp://mail.example.org:587",
        imap_login="{}", identifier="entryUUID",
    )  # fmt: skip
    before.site.read()
    before.objects = [one for one in before.objects if one["id"] == "id-dora"]
    moved_in(before, before.database(tmp_path / "data"))
    assert fields_by_name(before) == {}


def test_twice_changes_nothing(before: Predecessor, tmp_path: Path) -> None:
    folder = before.database(tmp_path / "data")
    moved_in(before, folder)
    Work.objects.all().delete()
    first = list(Imported.objects.order_by("pk").values())
    again = moved_in(before, folder)
    assert not again.changed
    assert (again.known["person"], again.known["group"]) == (3, 1)
    assert list(Imported.objects.order_by("pk").values()) == first
    assert not Work.objects.exists()
    before.site.sync()
    assert not moved_in(before, folder).changed


def test_a_dry_run_says_the_same_and_changes_nothing(before: Predecessor, tmp_path: Path) -> None:
    folder = before.database(tmp_path / "data")
    said = moved_in(before, folder, dry_run=True).as_dict()
    assert not Imported.objects.exists()
    assert not Credential.objects.filter(scope="10").exists()
    assert not Entry.objects.filter(name="guests=few").exists()
    done = moved_in(before, folder).as_dict()
    assert {**said, "dry_run": False} == done


def test_what_cannot_be_linked_is_named_with_its_reason(
    before: Predecessor, tmp_path: Path
) -> None:
    before.person("gone")
    before.person("made-anew")
    before.objects[-1]["object"]["entryUUID"] = "another"
    before.site.directory.person("made-anew", ident="id-of-now")
    before.site.read()
    report = moved_in(before, before.cache(tmp_path / "data"))
    reasons = {one.dn: one.reason for one in report.unlinked}
    assert set(reasons) == {dn_of("gone"), dn_of("made-anew")}
    assert "nobody here" in reasons[dn_of("gone")]
    assert "another one now" in reasons[dn_of("made-anew")]


def test_one_number_of_two_people_links_neither(before: Predecessor, tmp_path: Path) -> None:
    before.objects[1]["object"]["oxDbId"] = before.objects[0]["object"]["oxDbId"]
    report = moved_in(before, before.database(tmp_path / "data"))
    assert [one.dn for one in report.unlinked] == [dn_of("anna"), dn_of("bert")]
    assert fields_by_name(before) == {}


def test_logins_and_rights_that_are_set_here_stay(before: Predecessor, tmp_path: Path) -> None:
    folder = before.database(tmp_path / "data")
    before.site.credential("10", "boss", "boss-pw")
    before.site.directory.profile("premium", "Webmail", "Contacts", "Calendar")
    before.site.read()
    (folder / "secrets" / "contexts.json").write_text(
        json.dumps({"10": {"adminuser": "other", "adminpass": "other"}})
    )
    report = moved_in(before, folder)
    assert len(report.kept) == 2
    assert credentials(before.site.target)["10"].login == "boss"


def test_a_served_target_is_halted_until_the_plan_was_seen(
    before: Predecessor, tmp_path: Path
) -> None:
    target = before.site.target
    target.started = True
    target.save()
    report = moved_in(before, before.database(tmp_path / "data"))
    target.refresh_from_db()
    assert report.halted == ["ox"]
    assert not target.started


def test_a_mapping_of_the_connector_is_in_step_too(before: Predecessor, tmp_path: Path) -> None:
    folder = before.database(tmp_path / "data")
    number = before.site.users()["anna"]["id"]
    before._call(ox.USER_CHANGE, usrdata={"id": number, "info": "1", "note": "typed in OX"})
    rows = {
        "display_name": ["oxDisplayName", "displayName"], "given_name": ["firstname"],
        "sur_name": ["lastname"], "email1": ["mailPrimaryAddress"],
        "room_number": ["roomNumber"], "info": ["roomNumber"], "city_business": ["city"],
    }  # fmt: skip
    (folder / "AttributeMapping.json").write_text(json.dumps({
        name: {"ldap_attribute": first, "alternative_attributes": more}
        for name, (first, *more) in rows.items()
    }))  # fmt: skip
    report = moved_in(before, folder)
    assert "info: roomNumber" in report.mapping
    assert fields_by_name(before) == {}
    before.site.sync()
    assert before.site.users()["anna"]["note"] == "typed in OX"


def test_what_a_lenient_server_took_stays_as_it_is(before: Predecessor, tmp_path: Path) -> None:
    """OX may be set up to take a display name twice, and any character in a group's name."""
    moved_in(before, before.database(tmp_path / "data"))
    before.site.plan()
    bert, team = (Found.objects.get(name=one) for one in ("bert", "Team"))
    bert.fields["display_name"], bert.name_key = "Anna Muster", person_key("Anna Muster")
    team.fields["name"] = team.fields["displayname"] = team.name = "Team & Co"
    team.name_key = group_key("Team & Co")
    bert.save()
    team.save()
    before.site.directory.change(dn_of("bert"), displayName="Anna Muster")
    before.site.directory.entries.pop("cn=Team,cn=groups,dc=test")
    before.site.directory.group("Team & Co", dn_of("anna"), dn_of("bert"), ident="id-group-Team")
    Imported.objects.filter(name="Team").update(name="Team & Co")
    assert fields_by_name(before) == {}
    before.site.calls()
    before.site.sync()
    assert before.site.writes() == {}
    assert fields_by_name(before) == {}
