"""What well-known identity providers call the attributes. Pure.

Each is what the provider sends after the steps in `docs/en/single-sign-on.md`, or by itself.
"""

from dataclasses import dataclass

from stellwerk.sso.configuration import Attributes
from stellwerk.sso.saml.names import NameIdFormat

_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
_MICROSOFT = "http://schemas.microsoft.com"
_OID = "urn:oid"


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of identity provider: `name` is its own name, the same in every language."""

    key: str
    name: str
    attributes: Attributes
    name_id_format: NameIdFormat


PRESETS = (
    Preset(
        "adfs",
        "AD FS",
        Attributes(
            first_name=f"{_CLAIMS}/givenname",
            last_name=f"{_CLAIMS}/surname",
            mail=f"{_CLAIMS}/emailaddress",
            title="title",
            location=f"{_CLAIMS}/locality",
            phone=f"{_CLAIMS}/mobilephone",
            groups="http://schemas.xmlsoap.org/claims/Group",
            role=f"{_MICROSOFT}/ws/2008/06/identity/claims/role",
            identifier=f"{_MICROSOFT}/ws/2008/06/identity/claims/primarysid",
            login=f"{_CLAIMS}/upn",
        ),
        NameIdFormat.PERSISTENT,
    ),
    Preset(
        "shibboleth",
        "Shibboleth",
        Attributes(
            first_name=f"{_OID}:2.5.4.42",
            last_name=f"{_OID}:2.5.4.4",
            mail=f"{_OID}:0.9.2342.19200300.100.1.3",
            title=f"{_OID}:2.5.4.12",
            location=f"{_OID}:2.5.4.7",
            phone=f"{_OID}:0.9.2342.19200300.100.1.41",
            language=f"{_OID}:2.16.840.1.113730.3.1.39",
            photo=f"{_OID}:0.9.2342.19200300.100.1.60",
            groups=f"{_OID}:1.3.6.1.4.1.5923.1.5.1.1",
            role=f"{_OID}:1.3.6.1.4.1.5923.1.1.1.1",
            identifier="urn:oasis:names:tc:SAML:attribute:subject-id",
            login=f"{_OID}:0.9.2342.19200300.100.1.1",
        ),
        NameIdFormat.TRANSIENT,
    ),
    Preset(
        "onelogin",
        "OneLogin",
        Attributes(
            first_name="User.FirstName",
            last_name="User.LastName",
            mail="User.email",
            title="Title",
            location="",
            phone="Phone",
            groups="memberOf",
        ),
        NameIdFormat.PERSISTENT,
    ),
    Preset(
        "keycloak",
        "Keycloak",
        Attributes(
            first_name=f"{_OID}:2.5.4.42",
            last_name=f"{_OID}:2.5.4.4",
            mail=f"{_OID}:1.2.840.113549.1.9.1",
            title="title",
            location="l",
            phone="mobile",
            language="locale",
            groups="member",
            role="Role",
            login="username",
        ),
        NameIdFormat.PERSISTENT,
    ),
    Preset(
        "entra",
        "Microsoft Entra ID",
        Attributes(
            first_name=f"{_CLAIMS}/givenname",
            last_name=f"{_CLAIMS}/surname",
            mail=f"{_CLAIMS}/emailaddress",
            title="jobtitle",
            location="city",
            phone="mobilephone",
            language="preferredlanguage",
            groups=f"{_MICROSOFT}/ws/2008/06/identity/claims/groups",
            role=f"{_MICROSOFT}/ws/2008/06/identity/claims/role",
            identifier=f"{_MICROSOFT}/identity/claims/objectidentifier",
            login=f"{_CLAIMS}/name",
        ),
        NameIdFormat.PERSISTENT,
    ),
    Preset(
        "simplesamlphp",
        "SimpleSAMLphp",
        Attributes(
            language="preferredLanguage",
            photo="jpegPhoto",
            groups="memberOf",
            role="eduPersonAffiliation",
            identifier="uid",
            login="uid",
        ),
        NameIdFormat.TRANSIENT,
    ),
    Preset(
        "ucs",
        "Univention Corporate Server",
        Attributes(
            mail="mailPrimaryAddress",
            language="preferredLanguage",
            photo="jpegPhoto",
            groups="memberOf",
            identifier="entryUUID",
            login="uid",
        ),
        NameIdFormat.TRANSIENT,
    ),
)


def preset(key: str) -> Preset | None:
    """The one of that key; None if there is none."""
    return next((one for one in PRESETS if one.key == key), None)
