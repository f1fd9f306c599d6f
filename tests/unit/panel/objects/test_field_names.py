"""Fields of OX have names that people read."""

from stellwerk.panel.objects import fields
from stellwerk.targets.ox.fields import DEFAULT_RULES

_BESIDE_RULES = {
    "displayname", "primaryEmail", "defaultSenderAddress", "mailenabled", "image1ContentType",
    "language", "timezone", "imapServer", "smtpServer", "imapLogin",
    "access",
}  # fmt: skip
_OF_RESOURCES = {"displayname", "email", "description", "available"}
_OF_FUNCTIONAL_ACCOUNTS = {"personal", "primaryAddress"}


def test_every_named_field_is_one_that_is_sent() -> None:
    sent = {rule.field for rule in DEFAULT_RULES} | _BESIDE_RULES
    assert set(fields._NAMES) <= sent | _OF_RESOURCES | _OF_FUNCTIONAL_ACCOUNTS


def test_a_name_is_the_login_of_people_alone() -> None:
    assert fields.called("name", "person:5") == "Login"
    assert fields.called("name", "group:5@10") == "Name"


def test_a_field_without_a_name_keeps_its_own() -> None:
    assert fields.called("userfield07", "person:5") == "userfield07"
