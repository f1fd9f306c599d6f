"""Module access: the rights an access profile gives an OX user. Pure.

Source: UserModuleAccess of OXUserService. `changeByModuleAccess` sets the whole set, and a flag
that is absent becomes true on the server, so all 26 are always sent.
"""

from collections.abc import Mapping, Sequence

from stellwerk.targets.ox.types import USER_MODULE_ACCESS

Rights = dict[str, bool]

FLAGS: tuple[str, ...] = tuple(f.name for f in USER_MODULE_ACCESS.fields)
"""All flags in WSDL order."""

PROPERTIES: dict[str, str] = {
    "usm": "USM",
    "activesync": "activeSync",
    "calendar": "calendar",
    "collectemailaddresses": "collectEmailAddresses",
    "contacts": "contacts",
    "delegatetask": "delegateTask",
    "deniedportal": "deniedPortal",
    "editgroup": "editGroup",
    "editpassword": "editPassword",
    "editpublicfolders": "editPublicFolders",
    "editresource": "editResource",
    "globaladdressbookdisabled": "globalAddressBookDisabled",
    "ical": "ical",
    "infostore": "infostore",
    "multiplemailaccounts": "multipleMailAccounts",
    "readcreatesharedfolders": "readCreateSharedFolders",
    "subscription": "subscription",
    "syncml": "syncml",
    "tasks": "tasks",
    "vcard": "vcard",
    "webdav": "webdav",
    "webdavxml": "webdavXml",
    "webmail": "webmail",
}
"""Property of an access profile -> flag."""

_FIXED = {
    # OX accepts it for the context administrator alone, who is never touched.
    "publicFolderEditable": False,
    # OX answers true whatever is sent; sending true keeps what is stored equal to what is read.
    "publication": True,
}
ACCESS = "access"
"""The pseudo field under which an account's rights stand beside its other fields."""

_UNCOMPARED = {"publication"}
_TRUE = {"1", "true", "ok", "yes"}


def rights_of(profile: Mapping[str, Sequence[str]]) -> Rights:
    """All 26 flags for a profile's attributes (property name -> values, true as 1, TRUE or OK).

    No property governs OLOX20, the old Outlook connector. It goes over USM, so it follows `usm`:
    a profile that gives nothing then gives nothing. An empty mapping gives no rights.
    """
    rights = dict.fromkeys(FLAGS, False)
    for name, flag in PROPERTIES.items():
        values = profile.get(name)
        rights[flag] = bool(values) and values is not None and values[0].strip().casefold() in _TRUE
    rights["OLOX20"] = rights["USM"]
    return rights | _FIXED


def rights_difference(applied: Mapping[str, bool], wanted: Mapping[str, bool]) -> Rights:
    """The wanted value of every flag that differs; a flag missing from `applied` differs.

    `publication` is never compared: OX answers true whatever was sent.
    """
    return {
        flag: value
        for flag, value in wanted.items()
        if flag != "publication" and applied.get(flag) is not value
    }


def flags_on(rights: Mapping[str, bool]) -> list[str]:
    """The names of the flags that are on, sorted, `publication` left out: what `ACCESS` holds."""
    return sorted(flag for flag in FLAGS if rights.get(flag) and flag not in _UNCOMPARED)


def rights_from(flags: Sequence[str]) -> Rights:
    """All 26 flags, as they are sent, for the names that `flags_on` gave."""
    return {flag: flag in flags for flag in FLAGS} | _FIXED


def same_rights(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lists of flags that are on (`flags_on`) mean the same to people.

    OLOX20, which nothing in OX asks for any more, is on wherever somebody left it out.
    """
    return set(one) - {"OLOX20"} == set(other) - {"OLOX20"}
