"""Contexts: made, changed, or already there with people and groups in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from site_case import Site, served_site

from oxsim.options import Seed
from stellwerk.core.masked import Masked
from stellwerk.targets.models import Credential
from stellwerk.targets.ox.credentials import Credentials
from tests.factories import dn_of

ADMIN = Credentials("boss", Masked("boss-pw"))


@pytest.fixture
def there(db: None, tmp_path: Path) -> Iterator[Site]:
    """A site whose server holds context 10 already, administrator boss / boss-pw."""
    with served_site(tmp_path, seeds=(Seed(10, "boss", "boss-pw"),)) as one:
        yield one


def test_a_context_is_made_with_a_secret_nobody_typed(site: Site) -> None:
    site.sync()
    context = site.context()
    assert (context["name"], context["quota"]) == ("context10", 1000)
    row = Credential.objects.get(scope="10")
    assert row.login == "oxadmin"
    assert "oxadmin" not in row.secret


def test_nothing_is_sent_into_a_context_before_it_is_there(site: Site) -> None:
    for number in range(6):
        site.directory.person(f"p{number}")
    site.directory.group("team", *(dn_of(f"p{number}") for number in range(6)))
    site.sync()
    kinds = [line["kind"] for line in site.ox.log()]
    assert kinds[0] == "context"
    assert kinds[-1] == "group"


def test_a_changed_quota_is_one_call(site: Site) -> None:
    site.sync()
    site.calls()
    site.directory.context(10, oxQuota="2000")
    site.sync()
    assert site.writes() == {"OXContextService.change": 1}
    assert site.context()["quota"] == 2000


def test_an_existing_context_is_adopted_with_its_people_and_nothing_is_made(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    there.make_user("anna", ADMIN)
    there.make_group("team", ["anna"], ADMIN)
    there.directory.person("anna", title="Dr.")
    there.directory.group("team", dn_of("anna"))
    there.calls()
    drawn = there.plan()
    actions = {change["name"]: change["action"] for change in drawn.changes()}
    assert actions == {"context 10": "adopt", "anna": "adopt", "team": "adopt"}
    anna = next(change for change in drawn.changes() if change["name"] == "anna")
    assert anna["fields"]["title"] == ["", "Dr."]
    assert "email1" not in anna["fields"]
    before = there.users()["anna"]["id"]
    there.carry_out(drawn)
    assert there.users()["anna"]["id"] == before
    assert there.users()["anna"]["title"] == "Dr."
    assert there.groups() == {"team": {"anna"}}
    made = [name for name in there.writes() if ".create" in name]
    assert made == []
    assert there.sync().applied == 0


def test_an_adopted_group_gets_who_is_missing_and_holds_who_is_too_many(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    for login in ("anna", "bert"):
        there.make_user(login, ADMIN)
        there.directory.person(login)
    there.directory.person("carl")
    there.make_group("team", ["anna", "bert"], ADMIN)
    there.directory.group("team", dn_of("anna"), dn_of("carl"))
    there.sync()
    assert there.groups() == {"team": {"anna", "bert", "carl"}}
    (held,) = there.changes()
    assert (held["held"], held["remove"]) == (True, ["bert"])


def test_strangers_in_an_adopted_group_stay(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    for login in ("anna", "stranger"):
        there.make_user(login, ADMIN)
    there.directory.person("anna")
    there.make_group("team", ["anna", "stranger"], ADMIN)
    team = there.directory.group("team", dn_of("anna"), description="ours")
    there.sync()
    assert there.groups() == {"team": {"anna", "stranger"}}
    there.directory.change(team, cn="Team")
    there.sync()
    assert {name.casefold(): who for name, who in there.groups().items()} == {
        "team": {"anna", "stranger"}
    }


def test_a_user_of_that_login_with_another_mail_is_a_conflict_by_name(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    there.make_user("anna", ADMIN, mail="somebody@else.org")
    there.directory.person("anna")
    there.directory.person("bert")
    there.sync()
    assert there.parked() == {"anna": "conflict"}
    assert there.users()["anna"]["email1"] == "somebody@else.org"
    assert "bert" in there.users()


def test_a_conflict_is_freed_when_the_directory_names_the_same_mail(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    there.make_user("anna", ADMIN, mail="somebody@else.org")
    anna = there.directory.person("anna")
    there.sync()
    there.directory.change(anna, mailPrimaryAddress="somebody@else.org")
    there.sync()
    assert there.parked() == {}
    assert len([u for u in there.users().values() if u["email1"] == "somebody@else.org"]) == 1


def test_a_strangers_mail_and_display_name_are_not_taken_from_them(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    there.make_user("stranger", ADMIN, mail="info@example.org", display="Anna Muster")
    there.directory.person("anna", displayName="Anna Muster")
    there.directory.person("bert", mailPrimaryAddress="info@example.org")
    there.sync()
    assert there.users()["stranger"]["display_name"] == "Anna Muster"
    assert there.users()["anna"]["display_name"] == "Anna Muster (anna)"
    assert there.parked() == {"bert": "mail_taken"}


def test_an_existing_context_without_its_login_is_parked_and_never_made(there: Site) -> None:
    there.directory.person("anna")
    there.calls()
    there.sync()
    assert set(there.parked().values()) == {"context_credential"}
    assert there.writes() == {}
    assert not Credential.objects.filter(scope="10").exists()


def test_its_login_frees_it(there: Site) -> None:
    there.directory.person("anna")
    there.sync()
    there.credential("10", ADMIN.login, "boss-pw")
    there.sync()
    assert there.parked() == {}
    assert "anna" in there.users()


def test_a_wrong_login_of_an_existing_context_parks_it(there: Site) -> None:
    there.credential("10", ADMIN.login, "wrong")
    there.directory.person("anna")
    there.sync()
    assert set(there.parked().values()) == {"context_credential"}


def test_the_contexts_administrator_is_never_ours(there: Site) -> None:
    there.credential("10", ADMIN.login, "boss-pw")
    admin = there.administrator()
    there.directory.person("boss", mailPrimaryAddress=admin["email1"])
    there.sync()
    assert "boss" in there.parked()
    assert there.administrator() == admin
