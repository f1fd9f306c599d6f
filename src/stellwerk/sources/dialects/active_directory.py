"""Microsoft Active Directory and Samba."""

from stellwerk.core.said import say
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import Attributes, Dialect, RawEntry, Shape
from stellwerk.sources.dialects.openldap import choose_mails
from stellwerk.sources.dialects.ox_names import PERSON_PROPERTIES
from stellwerk.sources.dialects.values import guid, lowered, number, text, truth

_DISABLED = 0x2  # userAccountControl: ACCOUNTDISABLE
_TRUSTS = 0x800 | 0x1000 | 0x2000  # accounts of other domains, workstations and servers

_PERSON = {
    "samaccountname": "username",
    "userprincipalname": "userPrincipalName",
    "givenname": "firstname",
    "sn": "lastname",
    "displayname": "displayName",
    "cn": "commonName",
    "title": "title",
    "mail": "mail",
    "company": "organisation",
    "department": "oxDepartment",
    "description": "description",
    "employeenumber": "employeeNumber",
    "employeetype": "employeeType",
    "physicaldeliveryofficename": "roomNumber",
    "telephonenumber": "phone",
    "facsimiletelephonenumber": "oxFaxBusiness",
    "homephone": "homeTelephoneNumber",
    "mobile": "mobileTelephoneNumber",
    "pager": "pagerTelephoneNumber",
    "ipphone": "oxTelephoneIp",
    "streetaddress": "street",
    "l": "city",
    "postalcode": "postcode",
    "st": "oxStateBusiness",
    "co": "oxCountryBusiness",
    "wwwhomepage": "oxUrl",
    "info": "oxNote",
    "preferredlanguage": "preferredLanguage",
    "oxcontextidnum": "oxContext",
    **{name.lower(): name for name in PERSON_PROPERTIES},
}
_GROUP = {
    "cn": "name",
    "samaccountname": "samAccountName",
    "description": "description",
    "member": "members",
    "mail": "mailAddress",
}


def _classify(entry: RawEntry) -> Kind | None:
    classes = lowered(entry, "objectclass")
    if b"computer" in classes:
        return None
    if b"group" in classes:
        return Kind.GROUP
    return Kind.PERSON if b"user" in classes else None


def _dropped(entry: RawEntry, kind: Kind) -> bool:
    """Tell whether it is a trust, or one of the accounts every domain is born with."""
    return kind is Kind.PERSON and (
        bool(number(entry, "useraccountcontrol") & _TRUSTS)
        or truth(text(entry, "iscriticalsystemobject"))
    )


def _finish_person(entry: RawEntry, attributes: Attributes) -> None:
    for value in entry.get("othertelephone", ()):
        attributes.setdefault("phone", []).append(value.decode("utf-8", "replace"))
    _proxy_addresses(entry, attributes)
    choose_mails(attributes)
    names = attributes.pop("commonName", None)
    if names and "displayName" not in attributes:
        attributes["displayName"] = names[:1]
    if number(entry, "useraccountcontrol") & _DISABLED:
        attributes["disabled"] = ["1"]


def _proxy_addresses(entry: RawEntry, attributes: Attributes) -> None:
    """Exchange marks the primary address by capital letters: ``SMTP:`` one, ``smtp:`` others."""
    aliases: list[str] = []
    for value in entry.get("proxyaddresses", ()):
        scheme, _, address = value.decode("utf-8", "replace").partition(":")
        if scheme == "SMTP" and address:
            attributes["mailPrimaryAddress"] = [address]
        elif scheme == "smtp" and address:
            aliases.append(address)
    if aliases:
        attributes["mailAlternativeAddress"] = aliases


def _ident(entry: RawEntry) -> str:
    return guid(entry, "objectguid")


ACTIVE_DIRECTORY = Dialect(
    name="active_directory",
    shapes={
        Kind.PERSON: Shape(
            "(&(objectCategory=person)(objectClass=user))",
            _PERSON,
            _finish_person,
            uses=(
                "useraccountcontrol",
                "iscriticalsystemobject",
                "othertelephone",
                "proxyaddresses",
            ),
            photos=("jpegphoto", "thumbnailphoto"),
        ),
        Kind.GROUP: Shape("(objectClass=group)", _GROUP),
    },
    classify=_classify,
    ident=_ident,
    ident_names=("objectguid",),
    ident_hint=say("Export with the attribute objectGUID."),
    dropped=_dropped,
)
