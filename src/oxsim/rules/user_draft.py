"""From a sent user object to what is stored: which fields count, which never do."""

from typing import Any

from oxsim.schema.field import Values

_NOT_STORED = frozenset(
    [
        "id",
        "name",
        "password",
        "passwordMech",
        "password_expired",
        "contextadmin",
        "default_group",
        "guiPreferencesForSoap",
        "userAttributes",
        "aliases",
        "image1",
        "image1ContentType",
        "maxQuota",
        "usedQuota",
        "filestoreId",
        "filestore_name",
        "imapPort",
        "imapSchema",
        "imapServerString",
        "smtpPort",
        "smtpSchema",
        "smtpServerString",
    ]
)


def plain_fields(sent: Values) -> dict[str, Any]:
    """The fields that are stored as they were sent; an empty string means *clear*."""
    return {name: value for name, value in sent.items() if name not in _NOT_STORED}


def put(fields: dict[str, Any], changes: dict[str, Any]) -> None:
    """Carry changes into stored fields; an empty string removes the field."""
    for name, value in changes.items():
        if value == "":
            fields.pop(name, None)
        else:
            fields[name] = value
