"""Faults of creating users, one situation after the other."""

from oxsim_case import DATA, OFFICE, STORAGE, USR, Case, made, named, new, prove

CREATE = [
    Case(
        "mandatory missing",
        *made(display_name="absent"),
        DATA,
        "Mandatory fields not set: [display_name]",
    ),
    Case("mandatory empty", *made(sur_name=""), DATA, "Mandatory fields not set: [sur_name]"),
    Case("password empty", *made(password=""), DATA, "Empty password is not allowed."),
    Case(
        "name taken",
        *made("alice", primaryEmail="x@y", email1="x@y"),
        DATA,
        "User alice already exists in this context",
    ),
    Case(
        "display name taken",
        *made(display_name="Alice Person"),
        DATA,
        "The displayname is already used",
    ),
    Case(
        "identical repeat: the display name is looked at first",
        *made("alice", display_name="Alice Person"),
        DATA,
        "The displayname is already used",
    ),
    Case(
        "display name differing in case, both with infostore",
        USR + "createByModuleAccess",
        {"usrdata": new("dave", display_name="CAROL NEW"), "access": OFFICE},
        STORAGE,
        'FLD-0075 Categories=USER_INPUT Message=\'An infostore folder named "CAROL NEW" already '
        'exists below folder "Userstore" (10) in context 30.\'',
        [(USR + "createByModuleAccess", {"usrdata": new("carol"), "access": OFFICE})],
    ),
    Case(
        "primary mail taken, whatever its case",
        *made(primaryEmail="ALICE@example.org", email1="ALICE@example.org"),
        DATA,
        'Primary mail address "ALICE@example.org" already exists in context 30 '
        "(Already assigned to user 3).",
    ),
    Case(
        "addresses differ",
        *made(email1="other@example.org"),
        DATA,
        "primarymail must have the same value as email1",
    ),
    Case(
        "addresses differ in case",
        *made(email1="Carol@example.org"),
        DATA,
        "primarymail must have the same value as email1",
    ),
    Case(
        "alias equal to the primary but for case",
        *made(aliases=["Carol@example.org"]),
        STORAGE,
        "java.sql.SQLIntegrityConstraintViolationException: Duplicate entry "
        "'30-7-carol@example.org' for key 'PRIMARY'",
    ),
    Case(
        "name with umlaut",
        *made("cärol", primaryEmail="a@b", email1="a@b"),
        DATA,
        'Illegal chars: "ä"',
    ),
    Case(
        "name with blank",
        *made("a b", primaryEmail="a@b", email1="a@b"),
        DATA,
        'Illegal chars: " "',
    ),
    Case(
        "two at signs",
        *made(primaryEmail="a@b@c", email1="a@b@c"),
        DATA,
        "Invalid email address: a@b@c",
    ),
    Case(
        "language without underscore",
        *made(language="de"),
        DATA,
        "language must contain an underscore, e.g. en_US",
    ),
    Case(
        "language empty",
        *made(language=""),
        DATA,
        "language must contain an underscore, e.g. en_US",
    ),
    Case("time zone", *made(timezone="Mars/City"), DATA, "The given timezone is invalid"),
    Case(
        "time zone with offset",
        USR + "change",
        {"usrdata": {"id": 3, "timezone": "GMT+1"}},
        DATA,
        "The given timezone is invalid",
    ),
    Case(
        "photo without a type",
        *made(image1="R0lGODlh"),
        STORAGE,
        "imageContentType must not be null",
    ),
    Case(
        "too long on create",
        *made(department="x" * 129),
        STORAGE,
        "Data too long for underlying storage!Error field(s): field19",
    ),
    Case(
        "language with an encoding",
        *made(language="de_DE.UTF-8"),
        None,
        "java.lang.NullPointerException",
    ),
]


@named(CREATE)
def test_situation_gives_its_fault(sim, case):
    prove(sim, case)
