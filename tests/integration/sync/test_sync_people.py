"""People on their way into OX: names, mails, profiles, and who is already there."""

import base64
from io import BytesIO

import pytest
from PIL import Image
from site_case import Site

from tests.factories import dn_of


def _jpeg(colour: str) -> str:
    """A small picture, in base64."""
    out = BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


def test_two_with_the_same_display_name_get_the_login_behind_it(site: Site) -> None:
    site.directory.person("anna", displayName="Anna Muster")
    site.directory.person("anna2", displayName="ANNA muster")
    site.directory.person("anna3", displayName="Anna Muster")
    site.sync()
    names = {login: user["display_name"] for login, user in site.users().items()}
    assert names == {
        "anna": "Anna Muster",
        "anna2": "ANNA muster (anna2)",
        "anna3": "Anna Muster (anna3)",
    }
    site.calls()
    assert site.sync().applied == 0
    assert site.calls() == {}


def test_a_suffix_once_sent_is_not_taken_back_on_its_own(site: Site) -> None:
    anna = site.directory.person("anna", displayName="Anna Muster")
    site.directory.person("anna2", displayName="Anna Muster")
    site.sync()
    site.directory.change(anna, displayName="Anna Neu")
    site.sync()
    names = {login: user["display_name"] for login, user in site.users().items()}
    assert names == {"anna": "Anna Neu", "anna2": "Anna Muster (anna2)"}


def test_a_display_name_that_is_released_can_be_taken_by_another_in_one_run(site: Site) -> None:
    anna = site.directory.person("anna", displayName="Die Leitung")
    bert = site.directory.person("bert", displayName="Bert Muster")
    site.sync()
    site.directory.change(bert, displayName="Die Leitung")
    site.directory.change(anna, displayName="Anna Muster")
    site.sync()
    names = {login: user["display_name"] for login, user in site.users().items()}
    assert names == {"anna": "Anna Muster", "bert": "Die Leitung"}
    assert site.parked() == {}


def test_two_who_swap_their_display_names_end_with_unique_ones(site: Site) -> None:
    anna = site.directory.person("anna", displayName="One Muster")
    bert = site.directory.person("bert", displayName="Two Muster")
    site.sync()
    site.directory.change(anna, displayName="Two Muster")
    site.directory.change(bert, displayName="One Muster")
    site.sync()
    names = [user["display_name"] for user in site.users().values()]
    assert len({name.casefold() for name in names}) == 2
    assert all("Muster" in name for name in names)
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_a_changed_primary_mail_is_one_call(site: Site) -> None:
    anna = site.directory.person("anna", mailAlternativeAddress="a@example.org")
    site.sync()
    site.calls()
    site.directory.change(anna, mailPrimaryAddress="new@example.org")
    site.sync()
    assert site.writes() == {"OXUserService.change": 1}
    user = site.users()["anna"]
    assert user["email1"] == user["primaryEmail"] == "new@example.org"
    assert set(user["aliases"]) >= {"new@example.org", "a@example.org"}


def test_a_primary_mail_handed_over_arrives_in_one_run(site: Site) -> None:
    anna = site.directory.person("anna", mailPrimaryAddress="info@example.org")
    bert = site.directory.person("bert")
    site.sync()
    site.directory.change(anna, mailPrimaryAddress="anna@example.org")
    site.directory.change(bert, mailPrimaryAddress="info@example.org")
    site.sync()
    users = site.users()
    assert users["anna"]["email1"] == "anna@example.org"
    assert users["bert"]["email1"] == "info@example.org"
    assert site.parked() == {}
    assert site.sync().applied == 0


def test_an_alias_handed_over_arrives_in_one_run(site: Site) -> None:
    anna = site.directory.person("anna", mailAlternativeAddress="info@example.org")
    bert = site.directory.person("bert")
    site.sync()
    site.directory.change(anna, mailAlternativeAddress="")
    site.directory.change(bert, mailAlternativeAddress="info@example.org")
    site.sync()
    users = site.users()
    assert "info@example.org" not in users["anna"]["aliases"]
    assert "info@example.org" in users["bert"]["aliases"]
    assert site.parked() == {}


def test_a_photo_arrives_and_a_new_one_replaces_it(site: Site) -> None:
    anna = site.directory.person("anna", **{"jpegPhoto:": _jpeg("red")})
    site.sync()
    first = site.users()["anna"]["image1"]
    site.directory.change(anna, **{"jpegPhoto:": _jpeg("blue")})
    site.calls()
    site.sync()
    assert site.writes() == {"OXUserService.change": 1}
    assert site.users()["anna"]["image1"] != first
    site.calls()
    site.sync()
    assert site.calls() == {}


def test_who_the_server_refuses_is_tried_once_and_wakes_nobody(site: Site) -> None:
    site.trouble("OXUserService.create*", "fault:InvalidDataException:no way", next=9)
    site.directory.person("anna", displayName="Anna Muster", employeeType="x")
    site.directory.person("bert", displayName="Anna Muster")
    site.sync()
    assert site.calls()["OXUserService.createByModuleAccess"] == 2
    assert site.parked() == {"anna": "ox_invalid", "bert": "ox_invalid"}


def test_a_person_without_surname_is_parked_by_name_and_freed_when_it_is_there(site: Site) -> None:
    anna = site.directory.person("anna", sn="")
    site.directory.person("bert")
    assert site.sync().parked == 1
    assert site.parked() == {"anna": "no-surname"}
    assert set(site.users()) == {"bert"}
    site.directory.change(anna, sn="Muster")
    site.sync()
    assert set(site.users()) == {"anna", "bert"}
    assert site.parked() == {}


def test_an_unknown_profile_parks_until_it_is_declared(site: Site) -> None:
    site.directory.person("anna", oxAccess="gold")
    site.sync()
    assert site.parked() == {"anna": "profile_unknown"}
    site.directory.profile("gold", "Webmail")
    site.sync()
    assert site.parked() == {}
    assert "webmail" in site.users()["anna"]["access"]


def test_an_undeclared_context_parks_its_people_until_it_is_declared(site: Site) -> None:
    site.directory.person("anna", oxContextIDNum="77")
    site.sync()
    assert site.parked() == {"anna": "context_undeclared"}
    assert "77" not in site.ox.state()["contexts"]
    site.directory.context(77)
    site.sync()
    assert site.parked() == {}
    assert set(site.users(77)) == {"anna"}


def test_a_changed_profile_reaches_all_its_users_and_nobody_else(site: Site) -> None:
    site.directory.profile("basic", "Webmail")
    for number in range(4):
        site.directory.person(f"p{number}")
    site.directory.person("other", oxAccess="basic")
    site.sync()
    site.calls()
    site.directory.profile("premium", "Webmail", "Contacts", "Calendar")
    site.sync()
    assert site.writes() == {"OXUserService.changeByModuleAccess": 4}
    users = site.users()
    assert all("calendar" in users[f"p{number}"]["access"] for number in range(4))
    assert "calendar" not in users["other"]["access"]


def test_another_profile_of_one_person_is_one_call(site: Site) -> None:
    site.directory.profile("basic", "Webmail")
    anna = site.directory.person("anna")
    site.sync()
    site.calls()
    site.directory.change(anna, oxAccess="basic")
    site.sync()
    assert site.writes() == {"OXUserService.changeByModuleAccess": 1}
    assert "contacts" not in site.users()["anna"]["access"]


def test_a_login_that_changes_is_not_renamed_in_ox_and_said_so(site: Site) -> None:
    anna = site.directory.person("anna")
    site.sync()
    site.directory.change(anna, uid="anna2")
    site.directory.rename(anna, dn_of("anna2"))
    drawn = site.plan()
    site.carry_out(drawn)
    assert set(site.users()) == {"anna"}
    site.calls()
    site.sync()
    assert site.writes() == {}


def test_who_is_disabled_gets_a_closed_account_where_that_is_set(
    site: Site,
) -> None:
    site.configure(close_disabled=True)
    anna = site.directory.person("anna", shadowExpire="1")
    site.sync()
    assert site.users()["anna"]["mailenabled"] in (False, "false")
    site.directory.change(anna, shadowExpire="")
    site.sync()
    assert site.users()["anna"]["mailenabled"] in (True, "true")


def test_a_user_removed_by_hand_is_made_again_with_its_next_change(site: Site) -> None:
    anna = site.directory.person("anna")
    site.sync()
    old = site.users()["anna"]["id"]
    site.delete_user(old)
    assert site.users() == {}
    site.directory.change(anna, title="Dr.")
    # The plan said update: what it did not show is not done, the next one shows the create.
    site.sync()
    assert [change["action"] for change in site.changes()] == ["create"]
    site.sync()
    assert site.users()["anna"]["title"] == "Dr."
    assert site.users()["anna"]["id"] != old


def test_an_unreadable_mail_parks_that_person_alone(site: Site) -> None:
    site.directory.person("anna", mailPrimaryAddress="anna@b@example.org")
    site.directory.person("bert")
    site.sync()
    assert set(site.users()) == {"bert"}
    assert list(site.parked()) == ["anna"]


def test_people_who_are_no_ox_users_are_left_out(site: Site) -> None:
    site.directory.person("anna", isOxUser="Not")
    site.directory.person("bert", isOxUser="")
    site.sync()
    assert site.users() == {}
    assert site.parked() == {}


@pytest.mark.parametrize("field", ["displayName", "sn"])
def test_umlauts_and_markup_arrive_as_they_are(site: Site, field: str) -> None:
    text = "Zoë <Müller> & Söhne ß 漢字"
    encoded = base64.b64encode(text.encode()).decode()
    anna = site.directory.person("anna", **{field: ""})
    site.directory.change(anna, **{f"{field}:": encoded})
    site.sync()
    stored = "display_name" if field == "displayName" else "sur_name"
    assert site.users()["anna"][stored] == text


def test_the_address_of_somebody_whose_leaving_is_held_parks_who_wants_it(site: Site) -> None:
    anna = site.directory.person("anna", mailPrimaryAddress="office@example.org")
    bert = site.directory.person("bert")
    site.sync()
    site.directory.change(anna, mailPrimaryAddress="anna@example.org")
    site.directory.change(bert, mailPrimaryAddress="office@example.org")
    site.read()
    site.directory.remove(anna)
    site.sync()
    assert site.parked() == {"bert": "mail_taken"}
    site.approve(site.plan())
    site.sync()
    assert site.parked() == {"bert": "mail_taken"}


def test_two_who_swap_their_addresses_do_not_keep_a_sync_from_ending(site: Site) -> None:
    anna = site.directory.person("anna", mailPrimaryAddress="one@example.org")
    bert = site.directory.person("bert", mailPrimaryAddress="two@example.org")
    site.sync()
    site.directory.change(anna, mailPrimaryAddress="two@example.org")
    site.directory.change(bert, mailPrimaryAddress="one@example.org")
    site.sync()
    assert set(site.parked()) <= {"anna", "bert"}
    site.directory.change(anna, mailPrimaryAddress="three@example.org")
    site.sync()
    site.directory.change(anna, mailPrimaryAddress="two@example.org")
    site.sync()
    assert site.parked() == {}
    mails = {login: user["email1"] for login, user in site.users().items()}
    assert mails == {"anna": "two@example.org", "bert": "one@example.org"}
