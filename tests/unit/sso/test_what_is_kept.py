"""What the identity provider keeps of people: passwords, roles, groups, photos; and directories."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from stellwerk.core.access import Role
from stellwerk.people.actions import PersonFields, change_people, grant
from stellwerk.people.models import Group, Person
from stellwerk.sources.actions import save_source
from stellwerk.sources.answers import accept
from stellwerk.sources.intake import take_in
from stellwerk.sources.models import Blob, Decision, Record, Source
from stellwerk.sso.models import Refused, SignOn
from stellwerk.sso.saml.names import NameIdFormat
from stellwerk.sso.switching import NotSwitchedOn, missing
from tests.browsing import PASSWORD, person, sign_in
from tests.factories import Memory, person_record
from tests.unit.sso.visiting import (
    Visitor,
    attributes,
    code,
    configured,
    here,
    switched_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hand")]


def test_no_password_is_kept_for_whoever_comes_so_and_none_is_taken() -> None:
    where = here()
    old = person(where, "anna", password=PASSWORD)
    change_people([(old, PersonFields("anna", "A", "B", mails=("anna@example.org",)))])
    switched_on(where)
    browser = Visitor()
    browser.sign_in()
    old.refresh_from_db()
    assert browser.person == old
    assert old.password == "!"
    assert sign_in(Visitor().client, "anna", PASSWORD) == 422
    assert browser.client.get("/password/").status_code == 302


def test_roles_follow_the_identity_provider_and_never_make_an_owner() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(role=["boss", "king", "unknown"]))
    who = Person.objects.get()
    assert list(who.grants.values_list("role", "origin")) == [("administrator", "sso")]
    grant(who, Role.AUDITOR, actor="test")
    Visitor().sign_in(attributes=attributes(role="help"))
    assert set(who.grants.values_list("role", "origin")) == {
        ("help_desk", "sso"), ("auditor", "by_hand"),
    }  # fmt: skip
    Visitor().sign_in(attributes=attributes())
    assert list(who.grants.values_list("role", flat=True)) == ["auditor"]


def test_a_role_of_the_identity_provider_is_no_reason_to_confirm() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(role="boss"))
    assert Visitor().sign_in(attributes=attributes(role="boss")).status_code == 303


def test_groups_follow_the_identity_provider() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(memberOf=["staff", "board"]))
    who = Person.objects.get()
    names = who.membership_set.values_list("group__name", flat=True)
    assert set(names) == {"staff", "board"}
    Visitor().sign_in(attributes=attributes(memberOf="board"))
    assert set(names.all()) == {"board"}
    other = attributes(memberOf="Board", mail="b@example.org")
    Visitor().sign_in(name_id="b", attributes=other)
    assert Group.objects.count() == 2
    assert Group.objects.get(name="board").memberships.count() == 2


def picture(form: str, size: tuple[int, int] = (900, 300)) -> str:
    """A picture in base64, with something hidden in it."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    image.save(out, form, **({"comment": b"hidden"} if form == "JPEG" else {}))
    return base64.b64encode(out.getvalue()).decode()


def test_a_photo_is_written_anew_and_bounded() -> None:
    switched_on(here())
    Visitor().sign_in(attributes=attributes(photo=picture("JPEG")))
    data = bytes(Blob.objects.get().data)
    assert b"hidden" not in data
    assert Image.open(io.BytesIO(data)).size == (600, 200)
    assert Record.objects.get(kind="person").blobs.keys() == {"jpegPhoto"}


@pytest.mark.parametrize("photo", ["no base64!", base64.b64encode(b"<svg/>").decode()])
def test_a_photo_that_is_none_is_left_out_and_reported(photo: str) -> None:
    switched_on(here())
    assert Visitor().sign_in(attributes=attributes(photo=photo)).status_code == 303
    assert not Blob.objects.exists()
    assert Refused.objects.get().code == "bad-photo"


class Directory:
    """A directory that knows Anna, beside single sign-on."""

    def __init__(self) -> None:
        self.portal = here()
        self.source, _ = save_source(
            self.portal, "directory", kind="memory", settings={"gates": False}, secret=None,
            position=0, actor="test",
        )  # fmt: skip
        self.read(person_record("anna", lastname="Amt"))
        switched_on(self.portal)

    def read(self, *records: Any) -> None:
        """What the directory says now."""
        take_in(self.source, Memory(list(records)))


def test_people_of_a_directory_are_linked_and_the_directory_wins() -> None:
    Directory()
    browser = Visitor()
    browser.sign_in(attributes=attributes(memberOf="staff", role="help"))
    who = Person.objects.get()
    assert browser.person == who
    assert who.last_name == "Amt"
    assert Record.objects.filter(kind="person").count() == 1
    assert list(who.grants.values_list("role", flat=True)) == ["help_desk"]
    assert who.membership_set.get().group.name == "staff"


def test_whom_their_directory_drops_signing_in_does_not_keep() -> None:
    town = Directory()
    Visitor().sign_in()
    town.read()
    assert Person.objects.get().state == "left"
    assert code(Visitor().sign_in()) == "left"


def test_who_came_first_and_stands_in_a_directory_later_becomes_the_directorys() -> None:
    town = Directory()
    Visitor().sign_in(name_id="b", attributes=attributes(mail="bert@example.org"))
    who = Person.objects.get(mail="bert@example.org")
    town.read(person_record("anna"), person_record("bert", lastname="Amt"))
    question = Decision.objects.get()
    accept(town.portal, [question], actor="test")
    who.refresh_from_db()
    assert who.last_name == "Amt"
    Visitor().sign_in(name_id="b", attributes=attributes(mail="bert@example.org"))
    assert Person.objects.count() == 2
    assert not Record.objects.filter(source__kind="sso").exists()
    town.read(person_record("anna"))
    who.refresh_from_db()
    assert who.state == "left"


def test_the_source_stands_last_whatever_is_added() -> None:
    where = here()
    switched_on(where)
    Visitor().sign_in()
    row = Source.objects.get()
    assert (row.kind, row.position) == ("sso", 1_000_000)


def test_settings_that_map_no_identifier_are_not_switched_on() -> None:
    where = here()
    wanted = configured(name_id_format=NameIdFormat.TRANSIENT)
    assert missing(where, wanted)
    with pytest.raises(NotSwitchedOn):
        switched_on(where, wanted)
    assert not SignOn.objects.get().enabled
