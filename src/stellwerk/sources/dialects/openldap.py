"""OpenLDAP and whatever else holds inetOrgPerson entries and groups of names."""

from stellwerk.core.said import say
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import Attributes, Dialect, RawEntry, Shape
from stellwerk.sources.dialects.ox_names import PERSON_PROPERTIES
from stellwerk.sources.dialects.values import first_text, lowered, text

PERSON = {
    "uid": "username",
    "givenname": "firstname",
    "sn": "lastname",
    "displayname": "displayName",
    "cn": "commonName",
    "title": "title",
    "mail": "mail",
    "mailprimaryaddress": "mailPrimaryAddress",
    "mailalternativeaddress": "mailAlternativeAddress",
    "mailalternateaddress": "mailAlternativeAddress",
    "o": "organisation",
    "ou": "oxDepartment",
    "description": "description",
    "employeenumber": "employeeNumber",
    "employeetype": "employeeType",
    "departmentnumber": "departmentNumber",
    "roomnumber": "roomNumber",
    "telephonenumber": "phone",
    "facsimiletelephonenumber": "oxFaxBusiness",
    "homephone": "homeTelephoneNumber",
    "mobile": "mobileTelephoneNumber",
    "pager": "pagerTelephoneNumber",
    "street": "street",
    "l": "city",
    "postalcode": "postcode",
    "st": "oxStateBusiness",
    "labeleduri": "oxUrl",
    "preferredlanguage": "preferredLanguage",
    "oxcontextidnum": "oxContext",
    **{name.lower(): name for name in PERSON_PROPERTIES},
    "entryuuid": "entryUUID",
}
GROUP = {
    "cn": "name",
    "description": "description",
    "member": "members",
    "uniquemember": "members",
    "memberuid": "memberUid",
    "mail": "mailAddress",
    "isoxgroup": "isOxGroup",
    "oxcontextidnum": "oxContext",
    "entryuuid": "entryUUID",
}
GROUP_CLASSES = frozenset({b"groupofnames", b"groupofuniquenames", b"posixgroup"})
LOCKED_FOR_GOOD = "000001010000Z"  # pwdAccountLockedTime of the password policy overlay


def classify(entry: RawEntry) -> Kind | None:
    """By object class: people are inetOrgPerson, groups one of the three usual classes."""
    classes = lowered(entry, "objectclass")
    if b"inetorgperson" in classes:
        return Kind.PERSON
    return Kind.GROUP if classes & GROUP_CLASSES else None


def keep(_entry: RawEntry, _kind: Kind) -> bool:
    """Drop nothing: this server marks no accounts of machines and services."""
    return False


def choose_mails(attributes: Attributes) -> None:
    """Make the first `mail` the primary address and the others aliases."""
    mails = attributes.pop("mail", [])
    if len(mails) == 1 and "mailPrimaryAddress" not in attributes:
        attributes["mailPrimaryAddress"] = mails
        return
    if mails and "mailPrimaryAddress" not in attributes:
        attributes["mailPrimaryAddress"] = [mails.pop(0)]
    known = attributes.get("mailAlternativeAddress", [])
    primary = attributes.get("mailPrimaryAddress", [""])[0].lower()
    more = [mail for mail in mails if mail not in known and mail.lower() != primary]
    if more:
        attributes["mailAlternativeAddress"] = [*known, *more]


def finish_person(entry: RawEntry, attributes: Attributes) -> None:
    """Mails, the display name from the common name, the lock of the password policy."""
    choose_mails(attributes)
    names = attributes.pop("commonName", None)
    if names and "displayName" not in attributes:
        attributes["displayName"] = names[:1]
    if text(entry, "pwdaccountlockedtime") == LOCKED_FOR_GOOD:
        attributes["disabled"] = ["1"]


def _ident(entry: RawEntry) -> str:
    return first_text(entry, "entryuuid")


OPENLDAP = Dialect(
    name="openldap",
    shapes={
        Kind.PERSON: Shape(
            "(objectClass=inetOrgPerson)",
            PERSON,
            finish_person,
            uses=("pwdaccountlockedtime",),
            photos=("jpegphoto",),
        ),
        Kind.GROUP: Shape(
            "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))",
            GROUP,
        ),
    },
    classify=classify,
    ident=_ident,
    ident_names=("entryuuid",),
    ident_hint=say(
        "Export with operational attributes: add + to the attributes of ldapsearch, or use slapcat."
    ),
    dropped=keep,
)
