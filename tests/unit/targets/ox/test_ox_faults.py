"""Every fault observed on a running server leads to the error that says what to do."""

import pytest

from stellwerk.targets.ox.faults import (
    Conflict,
    Exists,
    Gone,
    InDoubt,
    Invalid,
    NotFoundService,
    OxError,
    Refused,
    Storage,
    Unavailable,
    fault_from,
    http_error,
)

CREDENTIALS = "InvalidCredentialsException"
DATA = "InvalidDataException"
STORAGE = "StorageException"
CONTEXT = "NoSuchContextException"
USER = "NoSuchUserException"
GROUP = "NoSuchGroupException"
RMI = "com.openexchange.admin.rmi.exceptions."

CASES = [
    (CREDENTIALS, "Authentication failed", Refused, ""),
    (CREDENTIALS, "credential object is null", Refused, ""),
    (CREDENTIALS, "Client sent invalid context data object", Refused, ""),
    (CREDENTIALS, "Permission denied", Refused, ""),
    (CONTEXT, "Context 999 does not exist", Gone, "context"),
    (DATA, "One contextobject has no contextid or contextname", Invalid, ""),
    ("ContextExistsException", "Context 20 already exists!", Exists, "context"),
    ("ContextExistsException", "Context ctx20 already exists!", Exists, "context"),
    ("UserExistsException", "A user named anna already exists in destination.", Exists, "name"),
    (DATA, "Context ctx24 already exists!", Exists, "context"),
    (
        STORAGE,
        "Cannot map 'x' to the newly created context. This mapping is already in use.",
        Exists,
        "login_mapping",
    ),
    (
        STORAGE,
        'A mapping with login info "x" already exists in the system!',
        Exists,
        "login_mapping",
    ),
    (DATA, "Mandatory fields in context not set: [id]", Invalid, "id"),
    (DATA, "Mandatory fields in context not set: [maxQuota]", Invalid, "maxQuota"),
    (DATA, "The context identifier -1 is not allowed!", Invalid, "id"),
    (DATA, "Mandatory fields in admin user not set: [password]", Invalid, "password"),
    (DATA, "Context or user not correct", Invalid, ""),
    (
        STORAGE,
        f"{RMI}InvalidDataException: primarymail must have the same value as email1",
        Invalid,
        "email1",
    ),
    (USER, "No such user 999 in context 30", Gone, "user"),
    (USER, "No such user(s) 999 in context 30", Gone, "user"),
    (
        USER,
        f"{RMI}NoSuchObjectException: {RMI}NoSuchUserException: No such user nope in context 30",
        Gone,
        "user",
    ),
    (
        STORAGE,
        f"{RMI}NoSuchObjectException: {RMI}NoSuchGroupException: No such group zzz in context 40",
        Gone,
        "group",
    ),
    (STORAGE, f"{RMI}NoSuchObjectException: No such user nope in context 3", Gone, "user"),
    (DATA, "One userobject has no userid or username", Invalid, ""),
    (DATA, "Username and userid missing.", Invalid, ""),
    (DATA, "Mandatory fields not set: [display_name]", Invalid, "display_name"),
    (DATA, "Empty password is not allowed.", Invalid, "password"),
    (DATA, "User alice already exists in this context", Exists, "name"),
    (STORAGE, "User r1 already exists in this context", Exists, "name"),
    (DATA, "The displayname is already used", Exists, "display_name"),
    (
        STORAGE,
        'FLD-0075 Categories=ERROR Message=An infostore folder named "ALICE DN" already exists '
        "below parent folder 10",
        Exists,
        "display_name",
    ),
    (
        DATA,
        'Primary mail address "a@b" already exists in context 30 (Already assigned to user 3).',
        Exists,
        "mail",
    ),
    (DATA, "primarymail must have the same value as email1", Invalid, "email1"),
    (DATA, "email1 not equal with primarymail!", Invalid, "email1"),
    (DATA, "email1 not sent but required!", Invalid, "email1"),
    (
        DATA,
        "primaryMail, Email1 and defaultSenderAddress must be present in set of aliases.",
        Invalid,
        "aliases",
    ),
    (DATA, 'Illegal chars: "ö"', Invalid, "name"),
    (DATA, 'Illegal chars: "ü" in login mapping', Invalid, "loginMappings"),
    (DATA, "Invalid email address: a@b@c", Invalid, "email1"),
    (DATA, "language must contain an underscore, e.g. en_US", Invalid, "language"),
    (DATA, "Language must contain an underscore, e.g. en_US.", Invalid, "language"),
    (DATA, "The given timezone is invalid", Invalid, "timezone"),
    (DATA, "Changing username is disabled!", Invalid, "name"),
    (
        STORAGE,
        "Quota cannot be changed for user 4 in context 30 since that user has no file storage "
        'set. See "ALLOW_CHANGING_QUOTA_IF_NO_FILESTORE_SET".',
        Invalid,
        "maxQuota",
    ),
    (DATA, "Admin delete not supported", Invalid, ""),
    (DATA, "The reassign user with id 3 is not an owner of a filestore.", Invalid, "reassign"),
    (DATA, 'No such access combination name "x"', Invalid, ""),
    (
        STORAGE,
        "FLD-0089 Categories=PERMISSION_DENIED Message=Operation may only be performed for "
        "context administrator.",
        Invalid,
        "publicFolderEditable",
    ),
    (
        STORAGE,
        "Global address book can not be disabled for non-PIM users.",
        Invalid,
        "globalAddressBookDisabled",
    ),
    (DATA, "Group already exists!", Exists, "group_name"),
    (DATA, "Group t2 already exists in this context", Exists, "group_name"),
    (DATA, "Mandatory fields not set: [displayname]", Invalid, "displayname"),
    (GROUP, "No such group", Gone, "group"),
    (USER, "No such user", Gone, "user"),
    (DATA, "Member already exists in group", Exists, "member"),
    (DATA, "Group with id 1 cannot be deleted", Invalid, ""),
    (DATA, "Invalid data sent!", Invalid, ""),
    (DATA, "Resource beamer already exists in this context", Exists, "resource_name"),
    (DATA, "Resource with this email address already exists", Exists, "mail"),
    ("NoSuchResourceException", "Resource with this id does not exist", Gone, "resource"),
    ("DatabaseUpdateException", "Database is locked or is now beeing updated", Conflict, ""),
    (
        STORAGE,
        "User update conflict: Another process is currently modifying user data. "
        "Please try again later.",
        Conflict,
        "",
    ),
    (STORAGE, "FLD-0033 Categories=ERROR Message=No admin user found in context 7", Conflict, ""),
    (STORAGE, "FLD-0038 Message=Duplicate entry '70-24-2' for key 'PRIMARY'", Conflict, ""),
    (
        STORAGE,
        "java.sql.SQLIntegrityConstraintViolationException: Duplicate entry 'a@b' for key 'x'",
        Invalid,
        "aliases",
    ),
    (
        STORAGE,
        "Data too long for underlying storage!Error field(s): field19",
        Invalid,
        "department",
    ),
    (
        STORAGE,
        "com.mysql.jdbc.MysqlDataTruncation: Data truncation: "
        "Data too long for column 'field19' at row 1",
        Invalid,
        "department",
    ),
    (STORAGE, "Data too long for column 'uid' at row 1", Invalid, "name"),
    (STORAGE, "imageContentType must not be null", Invalid, "image1ContentType"),
    (STORAGE, "javax.imageio.IIOException: Not a JPEG file", Invalid, "image1"),
    (STORAGE, "NoSuchImageReader", Invalid, "image1"),
    (STORAGE, "CON-0172 Message=Image size too large", Invalid, "image1"),
    (STORAGE, "java.sql.SQLException: Connection pool exhausted", Storage, ""),
    ("OXContextException", "Context is locked", Storage, ""),
    ("NoSuchReasonException", "Reason 7 does not exist", Storage, ""),
    ("", "java.lang.NullPointerException", Storage, ""),
    ("RemoteException", "something inside", Storage, ""),
]


def field_of(error: OxError) -> str:
    return getattr(error, "field", getattr(error, "what", ""))


@pytest.mark.parametrize(("kind", "text", "expected", "field"), CASES)
@pytest.mark.parametrize("suffix", ["", "; exceptionId 1773946519-256; exceptionId -99-1"])
def test_a_fault_becomes_the_error_that_says_what_to_do(
    kind: str, text: str, expected: type[OxError], field: str, suffix: str
) -> None:
    error = fault_from(kind, text + suffix, "soap:Server")
    assert type(error) is expected
    assert error.text == text
    assert error.kind == kind
    assert field_of(error) == field
    assert "exceptionId" not in str(error)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('Unmarshalling Error: unexpected element (uri:"http://x/xsd", local:"foo"). ', "foo"),
        ("Unmarshalling Error: Not a number: abc", ""),
        ('For input string: ""', ""),
        ("Unmarshalling Error: null", ""),
    ],
)
def test_what_the_server_cannot_read_is_invalid(text: str, field: str) -> None:
    error = fault_from("", text, "soap:Client")
    assert isinstance(error, Invalid)
    assert error.field == field


def test_an_unknown_operation_says_to_check_the_version() -> None:
    error = fault_from("", "Message part was not recognized. NO_PART_FOUND", "soap:Client")
    assert isinstance(error, Invalid)
    assert "version" in error.hint


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ('Primary mail address "a@b" already exists in context 3 (Already assigned to user 6).', 6),
        ("Context 20 already exists!", 20),
        ("Context ctx20 already exists!", None),
        ("User 7 already exists in this context", None),
        ("The displayname is already used", None),
    ],
)
def test_who_holds_a_taken_name_is_told_where_the_text_tells_it(
    text: str, holder: int | None
) -> None:
    error = fault_from(DATA, text)
    assert isinstance(error, Exists)
    assert error.remote_id == holder


def test_java_class_names_stay_out_of_the_message_but_in_the_text() -> None:
    text = f"{RMI}NoSuchObjectException: {RMI}NoSuchUserException: No such user nope"
    error = fault_from(USER, text)
    assert error.message == "OX does not have this object (any more): No such user nope"
    assert error.text == text


@pytest.mark.parametrize(
    ("status", "reading", "writing"),
    [
        (503, Unavailable, Unavailable),
        (429, Unavailable, Unavailable),
        (500, Unavailable, InDoubt),
        (502, Unavailable, InDoubt),
        (504, Unavailable, InDoubt),
        (200, NotFoundService, InDoubt),
        (301, NotFoundService, NotFoundService),
        (401, NotFoundService, NotFoundService),
        (403, NotFoundService, NotFoundService),
        (404, NotFoundService, NotFoundService),
        (413, Invalid, Invalid),
    ],
)
def test_an_answer_that_is_no_soap(
    status: int, reading: type[OxError], writing: type[OxError]
) -> None:
    assert type(http_error(status, writes=False)) is reading
    error = http_error(status, writes=True)
    assert type(error) is writing
    assert str(status) in error.message
    assert error.hint
