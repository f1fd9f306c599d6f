"""Which fault of OX means what: the table.

Source: faults observed on a middleware 8.19 (OXContextService, OXUserService, OXGroupService).
The kind of fault is only in the name of its detail element; where that hides the reason (a taken
name is `InvalidDataException`), the text decides. First match wins.
"""

import re
from dataclasses import dataclass

from stellwerk.core.said import say
from stellwerk.targets.ox.errors import Conflict, Exists, Invalid, OxError


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is searched in the text; its groups `field` and `id` fill the error's."""

    pattern: re.Pattern[str]
    error: type[OxError]
    field: str = ""
    hint: str = ""


def _rule(pattern: str, error: type[OxError], field: str = "", hint: str = "") -> Rule:
    return Rule(re.compile(pattern, re.DOTALL), error, field, hint)


_MAILS = say("Send primaryEmail, email1, defaultSenderAddress and the aliases together.")
_PHOTO = say("Use a JPEG, PNG or GIF of at most 4 MB.")
_LENGTH = say("Shorten the value in the directory.")
_OPTION = say("This OX does not know the element; check its version.")

RULES = (
    _rule(r"User update conflict", Conflict),
    _rule(r"FLD-0033.*No admin user found", Conflict),
    _rule(r"FLD-0038.*Duplicate entry", Conflict),
    _rule(r"Deadlock found|Lock wait timeout exceeded", Conflict),
    _rule(r"The displayname is already used", Exists, "display_name"),
    _rule(r"FLD-0075.*already exists", Exists, "display_name"),
    _rule(
        r"Primary mail address .* already exists(?:.*Already assigned to user (?P<id>\d+))?",
        Exists,
        "mail",
    ),
    _rule(r"Resource with this email address already exists", Exists, "mail"),
    _rule(r"Member already exists in group", Exists, "member"),
    _rule(r"ACC-0013|Duplicate mail account", Exists, "account"),
    _rule(r"(?:^|: )User .* already exists", Exists, "name"),
    _rule(r"(?:^|: )Group(?: .*)? already exists", Exists, "group_name"),
    _rule(r"(?:^|: )Resource .* already exists", Exists, "resource_name"),
    _rule(r"(?:^|: )Context (?:(?P<id>\d+)|.*) already exists", Exists, "context"),
    _rule(r"Cannot map .*mapping is already in use", Exists, "login_mapping"),
    _rule(r"A mapping with login info .* already exists", Exists, "login_mapping"),
    _rule(r"imageContentType must not be null", Invalid, "image1ContentType", _PHOTO),
    _rule(
        r"javax\.imageio|NoSuchImageReader|CON-0172|mage size too large", Invalid, "image1", _PHOTO
    ),
    _rule(r"Data too long .*Error field\(s\): (?P<field>\w+)", Invalid, "", _LENGTH),
    _rule(r"Data too long for column '(?P<field>\w+)'", Invalid, "", _LENGTH),
    _rule(r"Data too long", Invalid, "", _LENGTH),
    _rule(
        r"SQLIntegrityConstraintViolation.*Duplicate entry",
        Invalid,
        "aliases",
        say("Two addresses of this person differ in case only."),
    ),
    _rule(
        r"Quota cannot be changed for user",
        Invalid,
        "maxQuota",
        say(
            "A quota can be set only when the account is created; it has no file"
            " storage of its own."
        ),
    ),
    _rule(
        r"Mandatory fields (?:in \w+(?: user)? )?not set: \[(?P<field>\w+)",
        Invalid,
        "",
        say("Fill the field in the directory."),
    ),
    _rule(r"Empty password", Invalid, "password"),
    _rule(r"Illegal chars: .* in login mapping", Invalid, "loginMappings"),
    _rule(r"Illegal chars:", Invalid, "name", say("Choose a name without these characters.")),
    _rule(
        r"Invalid email address", Invalid, "email1", say("Correct the address in the directory.")
    ),
    _rule(r"must be present in set of aliases", Invalid, "aliases", _MAILS),
    _rule(r"(?i)email1 (?:not equal|not sent)|same value as email1", Invalid, "email1", _MAILS),
    _rule(r"anguage must contain", Invalid, "language", say("Write it like de_DE.")),
    _rule(r"timezone is invalid", Invalid, "timezone", say("Write it like Europe/Berlin.")),
    _rule(
        r"Changing username is disabled",
        Invalid,
        "name",
        say("OX cannot rename a login; keep it or make a new account."),
    ),
    _rule(r"context identifier .* is not allowed", Invalid, "id"),
    _rule(r"Global address book can not be disabled", Invalid, "globalAddressBookDisabled"),
    _rule(r"FLD-0089", Invalid, "publicFolderEditable"),
    _rule(r"reassign", Invalid, "reassign"),
    _rule(r"unexpected element .*?local:\"(?P<field>[^\"]*)\"", Invalid, "", _OPTION),
    _rule(
        r"NO_PART_FOUND",
        Invalid,
        "",
        say("This OX does not know the operation; check its version."),
    ),
    _rule(r"Unmarshalling Error|For input string", Invalid),
)

COLUMNS = {
    "field01": "display_name",
    "field02": "sur_name",
    "field03": "given_name",
    "field04": "middle_name",
    "field05": "suffix",
    "field06": "title",
    "field07": "street_home",
    "field08": "postal_code_home",
    "field09": "city_home",
    "field10": "state_home",
    "field11": "country_home",
    "field17": "note",
    "field18": "company",
    "field19": "department",
    "field20": "position",
    "field21": "employeeType",
    "field22": "room_number",
    "field23": "street_business",
    "field24": "postal_code_business",
    "field25": "city_business",
    "field26": "state_business",
    "field27": "country_business",
    "field65": "email1",
    "field66": "email2",
    "field67": "email3",
    "field68": "url",
    "uid": "name",
    "identifier": "name",
}
"""Columns of OX's contact table (and the login's) that a length fault names -> OX field."""
