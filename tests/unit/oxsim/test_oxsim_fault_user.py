"""Faults of the user service but for creating, one situation after the other."""

from oxsim_case import ALIASES, DATA, NO_USER, NOT_FOUND_BY_NAME, STORAGE, USR, Case, named, prove

USERS = [
    Case(
        "unknown id",
        USR + "getData",
        {"user": {"id": 999}},
        NO_USER,
        "No such user 999 in context 30",
    ),
    Case(
        "unknown id, change",
        USR + "change",
        {"usrdata": {"id": 999}},
        NO_USER,
        "No such user 999 in context 30",
    ),
    Case(
        "unknown id, delete",
        USR + "delete",
        {"user": {"id": 999}},
        NO_USER,
        "No such user(s) 999 in context 30",
    ),
    Case(
        "unknown name",
        USR + "getData",
        {"user": {"name": "Alice"}},
        NO_USER,
        f"{NOT_FOUND_BY_NAME}.NoSuchUserException: No such user Alice in context 30",
    ),
    Case(
        "one of several is unknown: all ids are named",
        USR + "deleteMultiple",
        {"users": [{"id": 3}, {"id": 999}]},
        NO_USER,
        "No such user(s) 3, 999 in context 30",
    ),
    Case(
        "one of several unknown, read",
        USR + "getMultipleData",
        {"users": [{"id": 3}, {"id": 9}]},
        NO_USER,
        "No such user 9 in context 30",
    ),
    Case(
        "change without id and name",
        USR + "change",
        {"usrdata": {"title": "x"}},
        DATA,
        "One userobject has no userid or username",
    ),
    Case(
        "delete without id and name",
        USR + "delete",
        {"user": {"title": "x"}},
        DATA,
        "One userobject has no userid or username",
    ),
    Case(
        "getData without id and name",
        USR + "getData",
        {"user": {"title": "x"}},
        DATA,
        "Username and userid missing.",
    ),
    Case(
        "exists without anything",
        USR + "exists",
        {"user": {"title": "x"}},
        DATA,
        "Neither identifier, name nor display name set in given user object",
    ),
    Case(
        "display name taken on change",
        USR + "change",
        {"usrdata": {"id": 3, "display_name": "Bob Person"}},
        DATA,
        "The displayname is already used",
    ),
    Case(
        "addresses differ on change",
        USR + "change",
        {"usrdata": {"id": 3, "primaryEmail": "n@x", "email1": "m@x", "aliases": ["n@x", "m@x"]}},
        DATA,
        "email1 not equal with primarymail!",
    ),
    Case(
        "primary mail alone",
        USR + "change",
        {"usrdata": {"id": 3, "primaryEmail": "n@x"}},
        DATA,
        "email1 not sent but required!",
    ),
    Case(
        "primary mail empty",
        USR + "change",
        {"usrdata": {"id": 3, "primaryEmail": ""}},
        DATA,
        ALIASES,
    ),
    Case(
        "aliases without the primary",
        USR + "change",
        {"usrdata": {"id": 3, "aliases": ["n@x"]}},
        DATA,
        ALIASES,
    ),
    Case("one empty alias", USR + "change", {"usrdata": {"id": 3, "aliases": [""]}}, DATA, ALIASES),
    Case(
        "the sender address stays behind",
        USR + "change",
        {"usrdata": {"id": 3, "primaryEmail": "n@x", "email1": "n@x", "aliases": ["n@x"]}},
        DATA,
        ALIASES,
    ),
    Case(
        "language on change",
        USR + "change",
        {"usrdata": {"id": 3, "language": "de-DE"}},
        DATA,
        "Language must contain an underscore, e.g. en_US.",
    ),
    Case(
        "rename",
        USR + "change",
        {"usrdata": {"id": 3, "name": "alicia"}},
        DATA,
        "Changing username is disabled!",
    ),
    Case(
        "quota without a file store",
        USR + "change",
        {"usrdata": {"id": 4, "maxQuota": 500}},
        STORAGE,
        "Quota cannot be changed for user 4 in context 30 since that user has no file storage set. "
        'See "ALLOW_CHANGING_QUOTA_IF_NO_FILESTORE_SET".',
    ),
    Case(
        "delete the administrator",
        USR + "delete",
        {"user": {"id": 2}},
        DATA,
        "Admin delete not supported",
    ),
    Case(
        "reassign to somebody without a file store",
        USR + "delete",
        {"user": {"id": 4}, "reassign": 3},
        DATA,
        "The reassign user with id 3 is not an owner of a filestore. "
        "Please choose a different reassign user.",
    ),
    Case(
        "reassign to the deleted one",
        USR + "delete",
        {"user": {"id": 4}, "reassign": 4},
        DATA,
        "It is not allowed to reassign the shared data to the user which should be deleted. "
        "Please choose a different reassign user.",
    ),
    Case(
        "unknown combination",
        USR + "changeByModuleAccessName",
        {"user": {"id": 3}, "access_combination_name": "x"},
        DATA,
        'No such access combination name "x"',
    ),
    Case(
        "public folders for a plain user",
        USR + "changeByModuleAccess",
        {"user": {"id": 3}, "moduleAccess": {"publicFolderEditable": True}},
        STORAGE,
        "FLD-0089 Categories=PERMISSION_DENIED Message='Operation not allowed. "
        "Operation may only be performed for context administrator.'",
    ),
    Case(
        "no address book but groupware: what is absent is on",
        USR + "changeByModuleAccess",
        {"user": {"id": 3}, "moduleAccess": {"globalAddressBookDisabled": True}},
        STORAGE,
        "Global address book can not be disabled for non-PIM users.",
    ),
    Case(
        "photo that is none",
        USR + "change",
        {"usrdata": {"id": 3, "image1": "UklGRgAAAABXRUJQ", "image1ContentType": "image/webp"}},
        STORAGE,
        "NoSuchImageReader: no reader for this image",
    ),
    Case(
        "photo cut short",
        USR + "change",
        {"usrdata": {"id": 3, "image1": "/9j/4AAQ", "image1ContentType": "image/jpeg"}},
        STORAGE,
        "javax.imageio.IIOException: Error reading image",
    ),
    Case(
        "too long on change",
        USR + "change",
        {"usrdata": {"id": 3, "department": "x" * 129}},
        STORAGE,
        "com.mysql.cj.jdbc.exceptions.MysqlDataTruncation: Data truncation: "
        "Data too long for column 'field19' at row 1",
    ),
    Case("empty array", USR + "getMultipleData", {}, DATA, "Invalid data sent!"),
]


@named(USERS)
def test_situation_gives_its_fault(sim, case):
    prove(sim, case)
