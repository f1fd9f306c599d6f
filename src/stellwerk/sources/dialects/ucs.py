"""Univention Corporate Server and Nubus: entries written by UDM."""

from stellwerk.core.said import say
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import Attributes, Dialect, RawEntry, Shape
from stellwerk.sources.dialects.ox_names import PERSON_PROPERTIES, RIGHTS
from stellwerk.sources.dialects.values import first_text, lowered, number, text, truth

_OBJECT_TYPES = {
    b"users/user": Kind.PERSON,
    b"groups/group": Kind.GROUP,
    b"oxmail/oxcontext": Kind.CONTEXT,
    b"oxmail/accessprofile": Kind.ACCESS_PROFILE,
    b"oxmail/functional_account": Kind.FUNCTIONAL_ACCOUNT,
    b"oxresources/oxresources": Kind.RESOURCE,
}
_CLASSES = (
    (b"oxcontext", Kind.CONTEXT),
    (b"oxaccessprofile", Kind.ACCESS_PROFILE),
    (b"oxfunctionalaccount", Kind.FUNCTIONAL_ACCOUNT),
    (b"oxresourceobject", Kind.RESOURCE),
    (b"univentiongroup", Kind.GROUP),
    (b"inetorgperson", Kind.PERSON),
)
_IDS = {
    "entryuuid": "entryUUID",
    "univentionobjectidentifier": "univentionObjectIdentifier",
}
_DISABLED_FLAG = 128  # of krb5KDCFlags: "invalid", set by UDM for disabled accounts

_PERSON = {
    "uid": "username",
    "givenname": "firstname",
    "sn": "lastname",
    "displayname": "displayName",
    "title": "title",
    "mailprimaryaddress": "mailPrimaryAddress",
    "mailalternativeaddress": "mailAlternativeAddress",
    "univentionmailhomeserver": "mailHomeServer",
    "univentionmailuserquota": "mailUserQuota",
    "o": "organisation",
    "description": "description",
    "employeenumber": "employeeNumber",
    "employeetype": "employeeType",
    "departmentnumber": "departmentNumber",
    "roomnumber": "roomNumber",
    "telephonenumber": "phone",
    "homephone": "homeTelephoneNumber",
    "mobile": "mobileTelephoneNumber",
    "pager": "pagerTelephoneNumber",
    "street": "street",
    "l": "city",
    "postalcode": "postcode",
    "st": "state",
    "univentionbirthday": "birthday",
    "preferredlanguage": "preferredLanguage",
    "oxcontextidnum": "oxContext",
    **{name.lower(): name for name in PERSON_PROPERTIES},
    **_IDS,
}
_GROUP = {
    "cn": "name",
    "description": "description",
    "uniquemember": "members",
    "mailprimaryaddress": "mailAddress",
    "isoxgroup": "isOxGroup",
    "oxcontextidnum": "oxContext",
    **_IDS,
}
_CONTEXT = {
    "cn": "name",
    "oxcontextidnum": "contextid",
    "oxquota": "oxQuota",
    "description": "description",
    **_IDS,
}
_ACCESS_PROFILE = {
    "cn": "name",
    "displayname": "displayName",
    **{f"oxright{right}": right for right in RIGHTS},
    **_IDS,
}
_FUNCTIONAL_ACCOUNT = {
    "cn": "name",
    "mailprimaryaddress": "mailPrimaryAddress",
    "oxpersonal": "personal",
    "oxquota": "quota",
    "uniquemember": "users",
    "oxcontextidnum": "oxContext",
    **_IDS,
}
_RESOURCE = {
    "cn": "name",
    "displayname": "displayname",
    "description": "description",
    "mailprimaryaddress": "resourceMailAddress",
    "oxresourceadmin": "resourceadmin",
    "oxcontextidnum": "oxContext",
    **_IDS,
}


def _classify(entry: RawEntry) -> Kind | None:
    """By univentionObjectType; by object class where an old entry has none."""
    if types := entry.get("univentionobjecttype"):
        return next((_OBJECT_TYPES[kind] for kind in types if kind in _OBJECT_TYPES), None)
    classes = lowered(entry, "objectclass")
    if b"univentionhost" in classes:
        return None
    return next((kind for name, kind in _CLASSES if name in classes), None)


def _dropped(entry: RawEntry, kind: Kind) -> bool:
    """Tell whether it is an account for a machine or service that no person signs in with."""
    flags = entry.get("univentionobjectflag")
    return (
        flags is not None
        and kind is Kind.PERSON
        and not {b"hidden", b"functional"}.isdisjoint(value.lower() for value in flags)
    )


def _ident(entry: RawEntry) -> str:
    return first_text(entry, "univentionobjectidentifier", "entryuuid")


def _finish_person(entry: RawEntry, attributes: Attributes) -> None:
    """UDM disables an account in Samba, Kerberos and POSIX; any of the three counts."""
    if (
        "D" in text(entry, "sambaacctflags")
        or number(entry, "krb5kdcflags") & _DISABLED_FLAG
        or text(entry, "shadowexpire") == "1"
    ):
        attributes["disabled"] = ["1"]


def _finish_profile(_entry: RawEntry, attributes: Attributes) -> None:
    for right in RIGHTS:
        values = attributes.get(right)
        attributes[right] = ["TRUE" if values and truth(values[0]) else "FALSE"]


UCS = Dialect(
    name="ucs",
    shapes={
        Kind.PERSON: Shape(
            "(&(univentionObjectType=users/user)"
            "(!(univentionObjectFlag=hidden))(!(univentionObjectFlag=functional)))",
            _PERSON,
            _finish_person,
            uses=("univentionobjectflag", "sambaacctflags", "krb5kdcflags", "shadowexpire"),
            photos=("jpegphoto",),
        ),
        Kind.GROUP: Shape("(univentionObjectType=groups/group)", _GROUP),
        Kind.CONTEXT: Shape("(objectClass=oxContext)", _CONTEXT),
        Kind.ACCESS_PROFILE: Shape(
            "(objectClass=oxAccessProfile)", _ACCESS_PROFILE, _finish_profile
        ),
        Kind.FUNCTIONAL_ACCOUNT: Shape("(objectClass=oxFunctionalAccount)", _FUNCTIONAL_ACCOUNT),
        Kind.RESOURCE: Shape("(objectClass=oxResourceObject)", _RESOURCE),
    },
    classify=_classify,
    ident=_ident,
    ident_names=("univentionobjectidentifier", "entryuuid"),
    ident_hint=say(
        "Export with operational attributes: add + to the attributes of ldapsearch, or use slapcat."
    ),
    dropped=_dropped,
    uses=("objectclass", "univentionobjecttype"),
)
