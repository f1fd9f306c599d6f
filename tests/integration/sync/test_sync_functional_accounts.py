"""Functional accounts: an account of each member, by difference, never deleted to be made anew."""

import pytest
from site_case import Site

from stellwerk.people.models import Entry
from stellwerk.sync.models import Applied
from stellwerk.targets.ox import operations
from stellwerk.targets.queries import client, credentials
from tests.factories import dn_of, group_dn

SERVICE = "OXSecondaryAccountService"


def _people(site: Site, *logins: str) -> None:
    for login in logins:
        site.directory.person(login)


def _info(site: Site, *logins: str, **attributes: str) -> str:
    """A functional account for these people."""
    return site.directory.functional_account(
        "info", *(dn_of(login) for login in logins), **attributes
    )


def _owners(site: Site, scope: int = 10) -> set[str]:
    return set(site.accounts(scope))


def _in_ox(site: Site, operation: operations.Operation[object], **params: object) -> None:
    """Call the account service as an administrator would, past us."""
    with client(site.target) as ox:
        ox.call(operation, {"context": {"id": 10}, **params}, credentials(site.target)["10"])


def test_each_member_gets_an_account_with_one_call(site: Site) -> None:
    _people(site, "anna", "bert")
    _info(site, "anna", "bert")
    drawn = site.plan()
    (change,) = [c for c in drawn.changes() if c["object"].startswith("functional")]
    assert (change["action"], change["add"]) == ("create", ["anna", "bert"])
    site.carry_out(drawn)
    anna = site.accounts()["info@example.org anna"]
    assert (anna["name"], anna["personal"]) == ("info", "Team info")
    assert anna["login"] == "id-account-infoanna"
    assert _owners(site) == {"info@example.org anna", "info@example.org bert"}
    assert site.writes()[f"{SERVICE}.create"] == 2
    assert site.sync().applied == 0
    assert site.calls() == {}


def test_one_member_more_is_one_create_and_one_fewer_is_one_delete(site: Site) -> None:
    _people(site, "anna", "bert", "carl")
    _info(site, "anna", "bert")
    site.sync()
    kept = site.accounts()["info@example.org anna"]
    site.calls()
    _info(site, "anna", "bert", "carl")
    site.sync()
    assert site.writes() == {f"{SERVICE}.create": 1}
    _info(site, "anna", "carl")
    drawn = site.plan()
    assert [(c["part"], c["remove"], c["held"]) for c in drawn.changes()] == [
        ("removals", ["bert"], True)
    ]
    site.carry_out(drawn)
    assert site.writes() == {}
    site.approve(drawn)
    site.drain()
    assert site.writes() == {f"{SERVICE}.delete": 1}
    assert _owners(site) == {"info@example.org anna", "info@example.org carl"}
    assert site.accounts()["info@example.org anna"] == kept


def test_a_changed_name_is_one_update_for_all_members(site: Site) -> None:
    _people(site, "anna", "bert")
    info = _info(site, "anna", "bert")
    site.sync()
    before = {key: one["id"] for key, one in site.accounts().items()}
    site.calls()
    site.directory.change(info, cn="auskunft", oxPersonal="")
    site.sync()
    assert site.writes() == {f"{SERVICE}.update": 1}
    assert {one["name"] for one in site.accounts().values()} == {"auskunft"}
    assert not any("personal" in one for one in site.accounts().values())
    assert {key: one["id"] for key, one in site.accounts().items()} == before


def test_groups_are_flattened_and_a_new_member_of_one_gets_the_account(site: Site) -> None:
    _people(site, "anna", "bert", "carl")
    site.directory.group("low", dn_of("anna"))
    site.directory.group("top", group_dn("low"))
    site.directory.functional_account("info", group_dn("top"), dn_of("bert"))
    site.sync()
    assert _owners(site) == {"info@example.org anna", "info@example.org bert"}
    site.calls()
    site.directory.group("low", dn_of("anna"), dn_of("carl"))
    site.sync()
    assert _owners(site) == {f"info@example.org {name}" for name in ("anna", "bert", "carl")}
    assert site.writes()[f"{SERVICE}.create"] == 1


def test_who_gets_an_account_in_ox_later_gets_the_functional_account_then(site: Site) -> None:
    _people(site, "anna")
    site.directory.person("bert", isOxUser="Not")
    _info(site, "anna", "bert", "carl")
    site.sync()
    assert _owners(site) == {"info@example.org anna"}
    _people(site, "bert", "carl")
    site.sync()
    assert _owners(site) == {f"info@example.org {name}" for name in ("anna", "bert", "carl")}


def test_members_in_two_contexts_have_it_in_theirs(site: Site) -> None:
    site.directory.context(20)
    _people(site, "anna")
    site.directory.person("bert", oxContextIDNum="20")
    _info(site, "anna", "bert")
    site.sync()
    assert _owners(site) == {"info@example.org anna"}
    assert _owners(site, 20) == {"info@example.org bert"}


def test_who_moves_to_another_context_has_it_there(site: Site) -> None:
    site.directory.context(20)
    _people(site, "anna", "bert")
    _info(site, "anna", "bert")
    site.sync()
    site.directory.person("bert", oxContextIDNum="20")
    site.approve(site.plan())
    site.drain()
    assert _owners(site) == {"info@example.org anna"}
    assert _owners(site, 20) == {"info@example.org bert"}
    assert site.sync().applied == 0


def test_who_is_switched_off_and_comes_back_keeps_the_account(site: Site) -> None:
    _people(site, "anna", "bert")
    _info(site, "anna", "bert")
    site.sync()
    before = site.accounts()
    site.directory.remove(dn_of("bert"))
    site.approve(site.plan())
    site.drain()
    _people(site, "bert")
    site.sync()
    assert site.accounts() == before


def test_a_deleted_member_leaves_nothing_to_do(site: Site) -> None:
    site.configure(grace_days=0)
    _people(site, "anna", "bert")
    _info(site, "anna", "bert")
    site.sync()
    site.directory.remove(dn_of("bert"))
    for _ in range(3):
        site.approve(site.plan())
        site.drain()
    assert set(site.users()) == {"anna"}
    assert _owners(site) == {"info@example.org anna"}
    assert site.plan().counts == site.plan().counts | {"held": 0, "update": 0}


def test_an_account_that_left_is_taken_from_everybody_when_approved(site: Site) -> None:
    _people(site, "anna", "bert")
    info = _info(site, "anna", "bert")
    site.sync()
    site.directory.remove(info)
    drawn = site.plan()
    (change,) = drawn.changes()
    assert (change["remove"], change["held"]) == (["anna", "bert"], True)
    site.carry_out(drawn)
    assert len(_owners(site)) == 2
    site.calls()
    site.approve(drawn)
    site.drain()
    assert site.writes() == {f"{SERVICE}.delete": 1}
    assert _owners(site) == set()
    assert set(site.users()) == {"anna", "bert"}
    assert not Applied.objects.filter(object__startswith="functional").exists()
    assert site.sync().applied == 0


def test_another_address_is_held_and_the_new_one_comes_before_the_old_one_goes(site: Site) -> None:
    _people(site, "anna", "bert")
    info = _info(site, "anna", "bert")
    site.sync()
    site.directory.change(info, mailPrimaryAddress="auskunft@example.org")
    drawn = site.plan()
    (change,) = drawn.changes()
    assert change["held"]
    assert change["fields"]["primaryAddress"] == ["info@example.org", "auskunft@example.org"]
    site.carry_out(drawn)
    assert _owners(site) == {"info@example.org anna", "info@example.org bert"}
    site.approve(drawn)
    site.drain()
    assert _owners(site) == {"auskunft@example.org anna", "auskunft@example.org bert"}
    assert site.sync().applied == 0


def test_the_login_follows_the_template_and_the_person(site: Site) -> None:
    template = "{{fa_email_address}}*{{employeeNumber}}"
    site.configure(functional_account_login=template)
    site.directory.person("anna", employeeNumber="7")
    site.directory.person("bert")
    _info(site, "anna", "bert")
    site.sync()
    (account,) = site.accounts().values()
    assert account["login"] == "info@example.org*7"
    site.calls()
    site.directory.person("anna", employeeNumber="8")
    site.sync()
    (account,) = site.accounts().values()
    assert account["login"] == "info@example.org*8"
    assert site.writes()[f"{SERVICE}.update"] == 1
    site.directory.person("bert", employeeNumber="9")
    site.sync()
    assert len(_owners(site)) == 2


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"mailPrimaryAddress": ""}, "no-mail"),
        ({"mailPrimaryAddress": "info@a@example.org"}, "mail"),
        ({"mailPrimaryAddress": "post@example.org"}, "account_taken"),
    ],
)
def test_a_bad_account_is_parked_with_its_reason_and_stops_nobody(
    site: Site, attributes: dict[str, str], code: str
) -> None:
    _people(site, "anna")
    site.directory.functional_account("post", dn_of("anna"))
    site.directory.functional_account("info", dn_of("anna"), **attributes)
    site.sync()
    assert site.parked() == {"info": code}
    assert _owners(site) == {"post@example.org anna"}
    _info(site, "anna")
    site.sync()
    assert site.parked() == {}
    assert _owners(site) == {"post@example.org anna", "info@example.org anna"}


@pytest.mark.parametrize("operation", ["create", "update", "delete"])
def test_a_lost_answer_is_looked_into_and_nothing_is_made_twice(site: Site, operation: str) -> None:
    _people(site, "anna", "bert", "carl")
    info = _info(site, "anna", "bert")
    if operation != "create":
        site.sync()
    site.trouble(f"{SERVICE}.{operation}", "lost")
    if operation == "update":
        site.directory.change(info, cn="auskunft")
    if operation == "delete":
        _info(site, "anna")
        site.approve(site.plan())
        site.drain()
    site.sync()
    site.sync()
    wanted = {"anna"} if operation == "delete" else {"anna", "bert"}
    assert _owners(site) == {f"info@example.org {name}" for name in wanted}
    names = {one["name"] for one in site.accounts().values()}
    assert names == {"auskunft" if operation == "update" else "info"}
    assert site.parked() == {}
    assert site.sync().applied == 0
    assert site.context()["accounts"][-1]["id"] <= 2


def test_what_was_there_is_adopted_without_a_call_that_changes_it(site: Site) -> None:
    _people(site, "anna")
    site.sync()
    data = {
        "primaryAddress": "info@example.org",
        "name": "info",
        "personal": "Team info",
        "login": "id-account-infoanna",
    }
    user = [{"id": site.users()["anna"]["id"]}]
    _in_ox(site, operations.ACCOUNT_CREATE, accountDataOnCreate=data, users=user)
    before = site.accounts()
    _info(site, "anna")
    site.sync()
    assert site.accounts() == before
    assert site.sync().applied == 0


def test_an_account_somebody_deleted_by_hand_is_made_anew_when_it_changes(site: Site) -> None:
    _people(site, "anna")
    info = _info(site, "anna")
    site.sync()
    user = [{"id": site.users()["anna"]["id"]}]
    _in_ox(site, operations.ACCOUNT_DELETE, primaryAddress="info@example.org", users=user)
    site.directory.change(info, cn="auskunft")
    site.sync()
    assert site.accounts()["info@example.org anna"]["name"] == "auskunft"


def test_a_person_deleted_by_hand_keeps_nobody_else_from_the_account(site: Site) -> None:
    _people(site, "anna", "bert")
    _info(site, "bert")
    site.sync()
    site.delete_user(site.users()["anna"]["id"])
    _info(site, "anna", "bert")
    site.sync()
    site.sync()
    assert _owners(site) == {"info@example.org anna", "info@example.org bert"}


def test_a_member_nobody_knows_is_known_when_they_come(site: Site) -> None:
    _info(site, "anna")
    site.sync()
    assert site.parked() == {}
    _people(site, "anna")
    site.sync()
    assert _owners(site) == {"info@example.org anna"}
    assert Entry.objects.get(kind="functional_account").members.get().person is not None


def test_what_an_existing_context_holds_is_adopted_without_a_write(existing: Site) -> None:
    admin = credentials(existing.target)["10"]
    for login in ("anna", "bert"):
        existing.make_user(login, admin)
        existing.directory.person(login)
        data = {
            "primaryAddress": "info@example.org",
            "name": "info",
            "personal": "Team info",
            "login": f"id-account-info{login}",
        }
        user = [{"id": existing.users()[login]["id"]}]
        _in_ox(existing, operations.ACCOUNT_CREATE, accountDataOnCreate=data, users=user)
    before = existing.accounts()
    _info(existing, "anna", "bert")
    existing.calls()
    drawn = existing.plan()
    changes = {change["name"]: change for change in drawn.changes()}
    assert (changes["info"]["action"], changes["info"]["fields"]) == ("adopt", {})
    existing.carry_out(drawn)
    assert not any(SERVICE in name for name in existing.writes())
    assert existing.accounts() == before
    assert existing.sync().applied == 0
