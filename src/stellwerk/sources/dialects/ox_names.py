"""The OX attributes of the UCS schema; UDM properties carry the same names, spelled like this."""

_ON_PERSONS = """
    isOxUser oxAccess oxDisplayName oxLanguage oxTimeZone oxUserQuota oxDrive
    oxBirthday oxAnniversary oxNumOfChildren oxMarialStatus oxSpouseName oxNote oxUrl
    oxMiddleName oxNickName oxSuffix oxProfession oxPosition oxDepartment oxManagerName
    oxBranches oxCommercialRegister oxSalesVolume oxTaxId oxEmail2 oxEmail3
    oxMobileBusiness oxInstantMessenger1 oxInstantMessenger2
    oxFaxBusiness oxFaxHome oxFaxOther
    oxCityHome oxCityOther oxCountryBusiness oxCountryHome oxCountryOther
    oxPostalCodeHome oxPostalCodeOther oxStateBusiness oxStateHome oxStateOther
    oxStreetHome oxStreetOther
    oxTelephoneAssistant oxTelephoneCar oxTelephoneCompany oxTelephoneIp oxTelephoneOther
    oxTelephoneTelex oxTelephoneTtydd
"""

PERSON_PROPERTIES: tuple[str, ...] = (
    *_ON_PERSONS.split(),
    *(f"oxUserfield{number:02}" for number in range(1, 21)),
)
"""Properties of users/user whose LDAP attribute has the same name."""

RIGHTS: tuple[str, ...] = (
    "usm",
    "activesync",
    "calendar",
    "collectemailaddresses",
    "contacts",
    "delegatetask",
    "deniedportal",
    "editgroup",
    "editpassword",
    "editpublicfolders",
    "editresource",
    "globaladdressbookdisabled",
    "ical",
    "infostore",
    "multiplemailaccounts",
    "publicfoldereditable",
    "readcreatesharedfolders",
    "subscription",
    "syncml",
    "tasks",
    "vcard",
    "webdav",
    "webdavxml",
    "webmail",
)
"""Properties of oxmail/accessprofile; the LDAP attribute is ``oxRight`` and the name."""
