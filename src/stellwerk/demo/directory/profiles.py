"""The access profiles UCS ships, each with what it allows."""

from collections.abc import Iterator

from stellwerk.demo.directory.town import PROFILES, Pairs, Town

RIGHTS = (
    "Usm",
    "Activesync",
    "Calendar",
    "Collectemailaddresses",
    "Contacts",
    "Delegatetask",
    "Deniedportal",
    "Editgroup",
    "Editpassword",
    "Editpublicfolders",
    "Editresource",
    "Globaladdressbookdisabled",
    "Ical",
    "Infostore",
    "Multiplemailaccounts",
    "Publicfoldereditable",
    "Readcreatesharedfolders",
    "Subscription",
    "Syncml",
    "Tasks",
    "Vcard",
    "Webdav",
    "Webdavxml",
    "Webmail",
)

_WEBMAIL = {"Contacts", "Webmail", "Collectemailaddresses", "Multiplemailaccounts", "Subscription"}
_PIM = _WEBMAIL | {"Calendar", "Delegatetask", "Tasks"}
_GROUPWARE = _PIM | {"Infostore", "Editpublicfolders", "Readcreatesharedfolders"}

ALLOWED = {
    "none": set[str](),
    "webmail": _WEBMAIL,
    "webmail_drive": _WEBMAIL | {"Infostore"},
    "pim": _PIM,
    "pim_drive": _PIM | {"Infostore"},
    "groupware": _GROUPWARE,
    "premium": _GROUPWARE | {"Ical", "Vcard", "Webdav", "Webdavxml", "Usm"},
}
"""The six usual profiles, and `none`, which denies everything."""

_TITLES = {
    "none": "No access",
    "webmail": "Webmail",
    "webmail_drive": "Webmail and Drive",
    "pim": "PIM",
    "pim_drive": "PIM and Drive",
    "groupware": "Groupware",
    "premium": "Premium",
}


def profile_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield every access profile with its DN."""
    for name, allowed in ALLOWED.items():
        pairs: Pairs = [
            ("objectClass", "oxAccessProfile"),
            ("objectClass", "univentionObject"),
            ("univentionObjectType", "oxmail/accessprofile"),
            ("cn", name),
            ("displayName", _TITLES[name]),
        ]
        pairs += [(f"oxRight{right}", str(right in allowed).upper()) for right in RIGHTS]
        yield f"cn={name},{PROFILES}", [*pairs, *town.ids(f"profile/{name}")]
