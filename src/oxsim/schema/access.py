"""Module access: the flags, their defaults and the named combinations."""

from collections.abc import Iterable

from oxsim.schema.field import Namespace, Values, object_type

_WORDS = """OLOX20 USM activeSync calendar collectEmailAddresses contacts delegateTask deniedPortal
    editGroup editPassword editPublicFolders editResource globalAddressBookDisabled ical infostore
    multipleMailAccounts publicFolderEditable publication readCreateSharedFolders subscription
    syncml tasks vcard webdav webdavXml webmail"""
FLAGS = tuple(_WORDS.split())
OFF_UNLESS_SENT = frozenset({"globalAddressBookDisabled", "publicFolderEditable", "deniedPortal"})
GROUPWARE = frozenset({"editPublicFolders", "readCreateSharedFolders", "delegateTask"})
"""Flags that a user without the global address book may not have."""

USER_MODULE_ACCESS = object_type(
    "UserModuleAccess", Namespace.OBJECTS, " ".join(f"{flag}:boolean" for flag in FLAGS)
)

Access = frozenset[str]
"""The flags that are on."""

_MAIL = "webmail contacts collectEmailAddresses editPassword globalAddressBookDisabled"
_MAIL_PLUS = f"{_MAIL} multipleMailAccounts subscription publication"
_PIM = "webmail contacts calendar tasks collectEmailAddresses editPassword ical vcard"
_PIM_PLUS = f"{_PIM} multipleMailAccounts subscription publication"
_GROUPWARE = f"{_PIM} infostore delegateTask editGroup editPublicFolders editResource \
readCreateSharedFolders"
_GROUPWARE_PLUS = f"{_GROUPWARE} multipleMailAccounts subscription publication"
_PREMIUM = f"{_GROUPWARE_PLUS} webdav webdavXml syncml USM activeSync OLOX20"
_SHIPPED = {
    "webmail": _MAIL,
    "webmail_plus": _MAIL_PLUS,
    "pim": _PIM,
    "pim_plus": _PIM_PLUS,
    "pim_infostore": f"{_PIM_PLUS} infostore webdav webdavXml",
    "pim_mobility": f"{_PIM_PLUS} syncml USM activeSync",
    "groupware": _GROUPWARE,
    "groupware_plus": _GROUPWARE_PLUS,
    "groupware_standard": f"{_GROUPWARE_PLUS} webdav webdavXml",
    "groupware_premium": f"{_GROUPWARE_PLUS} webdav webdavXml syncml USM activeSync",
    "premium": _PREMIUM,
    "drive": "contacts infostore webdav collectEmailAddresses editPassword subscription",
    "all": " ".join(flag for flag in FLAGS if flag not in OFF_UNLESS_SENT),
}
_shared: dict[Access, Access] = {}


def shared(flags: Iterable[str]) -> Access:
    """One set object per distinct set of flags: a hundred thousand users share a few."""
    access = frozenset(flags)
    return _shared.setdefault(access, access)


COMBINATIONS = {name: shared(flags.split()) for name, flags in _SHIPPED.items()}
"""Named combinations. Their names are the shipped ones, their flags our own reading."""

DEFAULT = COMBINATIONS["webmail_plus"]


def from_values(sent: Values) -> Access:
    """Read a sent set: an absent flag is true, except those in ``OFF_UNLESS_SENT``."""
    return shared(flag for flag in FLAGS if sent.get(flag, flag not in OFF_UNLESS_SENT))


def as_values(access: Access) -> Values:
    """Every flag with its value; ``publication`` always reads back true."""
    return {flag: flag in access or flag == "publication" for flag in FLAGS}


def combination_name(access: Access) -> str | None:
    """The combination with exactly these flags, without regard to ``publication``."""
    for name, flags in COMBINATIONS.items():
        if flags - {"publication"} == access - {"publication"}:
            return name
    return None
