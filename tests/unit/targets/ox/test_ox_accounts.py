"""A functional account's properties become secondary accounts; each member has a login."""

import pytest

from stellwerk.targets.ox.accounts import (
    LOGIN_TEMPLATE,
    account_fields,
    check_template,
    login,
)

INFO = {
    "name": ["Auskunft"],
    "personal": ["Bürgerbüro"],
    "mailPrimaryAddress": ["info@example.org"],
    "entryUUID": ["uuid-fa"],
    "univentionObjectIdentifier": ["uoi-fa"],
}
ANNA = {"username": ["anna"], "entryUUID": ["uuid-anna"], "employeeNumber": ["7"]}
DN = "uid=anna,dc=example"


def test_what_all_accounts_share() -> None:
    mapped = account_fields(INFO)
    assert mapped.problems == []
    assert mapped.fields == {
        "name": "Auskunft",
        "personal": "Bürgerbüro",
        "primaryAddress": "info@example.org",
    }
    assert account_fields(INFO | {"personal": []}).fields["personal"] == ""


@pytest.mark.parametrize(
    ("mail", "code"),
    [([], "no-mail"), (["info"], "mail"), ([f"{'a' * 80}@example.org"], "mail")],
)
def test_an_account_needs_an_address(mail: list[str], code: str) -> None:
    assert [one.code for one in account_fields(INFO | {"mailPrimaryAddress": mail}).problems] == [
        code
    ]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (LOGIN_TEMPLATE, "uuid-faanna"),
        ("{{fa_email_address}}", "info@example.org"),
        ("{{fa_univentionObjectIdentifier}}-{{entry_uuid}}", "uoi-fa-uuid-anna"),
        ("{{dn}}", DN),
        ("{{employeeNumber}}*{{fa_name}}", "7*Auskunft"),
        ("the same for all", "the same for all"),
        ("{{roomNumber}}{{username}}", ""),
    ],
)
def test_a_login_by_template(template: str, expected: str) -> None:
    assert login(template, INFO, ANNA, DN) == expected


def test_a_value_that_looks_like_a_placeholder_is_left_alone() -> None:
    assert login("{{username}}", INFO, {"username": ["{{dn}}"]}, DN) == "{{dn}}"


@pytest.mark.parametrize("template", ["{username}", "{{user-name}}", "{{username}", "}}"])
def test_a_brace_that_is_no_placeholder_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="brace"):
        check_template(template)
    check_template(LOGIN_TEMPLATE)
