"""Which property of a person becomes which field of an OX user: the default table.

Properties carry UDM's names, whatever the directory calls them. Sources are tried in order; each
is an expression (`expressions`): mostly a property, `phone[1]` for its second value. Limits are in
characters, as measured on a middleware 8.19 and, where not measured, of OX's contact table.
"""

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What a field holds and what happens to a value that does not fit."""

    NAME = "name"
    """Mandatory text: the person cannot be sent without."""
    TEXT = "text"
    """Optional text: a value that is too long is left out."""
    MAIL = "mail"
    """The primary mail address."""
    ALIASES = "aliases"
    """More mail addresses; the primary one is put first."""
    DATE = "date"
    """YYYY-MM-DD or DD.MM.YYYY; OX cannot clear it."""
    PHOTO = "photo"
    """A picture, named by its sha256; OX cannot clear it."""
    QUOTA = "quota"
    """Megabytes of an own file storage, -1 for none; OX accepts it at creation only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `limit` is the longest text OX stores, in characters."""

    field: str
    sources: tuple[str, ...]
    form: Form = Form.TEXT
    limit: int = 64


def _text(field: str, source: str, limit: int = 64) -> Rule:
    return Rule(field, (source,), Form.TEXT, limit)


DEFAULT_RULES: tuple[Rule, ...] = (
    Rule("display_name", ("oxDisplayName", "displayName"), Form.NAME, 320),
    Rule("given_name", ("firstname",), Form.NAME, 128),
    Rule("sur_name", ("lastname",), Form.NAME, 128),
    Rule("email1", ("mailPrimaryAddress",), Form.MAIL, 255),
    Rule("aliases", ("mailAlternativeAddress",), Form.ALIASES, 255),
    Rule("birthday", ("birthday",), Form.DATE),
    Rule("anniversary", ("oxAnniversary",), Form.DATE),
    Rule("image1", ("jpegPhoto",), Form.PHOTO),
    Rule("maxQuota", ("oxUserQuota",), Form.QUOTA),
    _text("email2", "oxEmail2", 256),
    _text("email3", "oxEmail3", 256),
    _text("branches", "oxBranches"),
    _text("company", "organisation", 512),
    _text("department", "oxDepartment", 128),
    _text("position", "oxPosition", 128),
    _text("profession", "oxProfession"),
    _text("employeeType", "employeeType"),
    _text("number_of_employee", "employeeNumber"),
    _text("room_number", "roomNumber"),
    _text("title", "title"),
    _text("suffix", "oxSuffix"),
    _text("middle_name", "oxMiddleName", 128),
    _text("nickname", "oxNickName"),
    _text("manager_name", "oxManagerName"),
    _text("spouse_name", "oxSpouseName"),
    _text("marital_status", "oxMarialStatus"),
    _text("number_of_children", "oxNumOfChildren"),
    _text("note", "oxNote", 16_000),
    _text("url", "oxUrl", 128),
    _text("commercial_register", "oxCommercialRegister"),
    _text("sales_volume", "oxSalesVolume"),
    _text("tax_id", "oxTaxId", 128),
    _text("street_business", "street", 256),
    _text("street_home", "oxStreetHome", 256),
    _text("street_other", "oxStreetOther", 256),
    _text("postal_code_business", "postcode"),
    _text("postal_code_home", "oxPostalCodeHome"),
    _text("postal_code_other", "oxPostalCodeOther"),
    _text("city_business", "city", 128),
    _text("city_home", "oxCityHome", 128),
    _text("city_other", "oxCityOther", 128),
    _text("state_business", "oxStateBusiness"),
    _text("state_home", "oxStateHome"),
    _text("state_other", "oxStateOther"),
    _text("country_business", "oxCountryBusiness"),
    _text("country_home", "oxCountryHome"),
    _text("country_other", "oxCountryOther"),
    _text("telephone_business1", "phone[0]"),
    _text("telephone_business2", "phone[1]"),
    _text("telephone_home1", "homeTelephoneNumber[0]"),
    _text("telephone_home2", "homeTelephoneNumber[1]"),
    _text("cellular_telephone1", "oxMobileBusiness"),
    _text("cellular_telephone2", "mobileTelephoneNumber"),
    _text("telephone_pager", "pagerTelephoneNumber"),
    _text("telephone_assistant", "oxTelephoneAssistant"),
    _text("telephone_car", "oxTelephoneCar"),
    _text("telephone_company", "oxTelephoneCompany"),
    _text("telephone_ip", "oxTelephoneIp"),
    _text("telephone_other", "oxTelephoneOther"),
    _text("telephone_telex", "oxTelephoneTelex"),
    _text("telephone_ttytdd", "oxTelephoneTtydd"),
    _text("fax_business", "oxFaxBusiness"),
    _text("fax_home", "oxFaxHome"),
    _text("fax_other", "oxFaxOther"),
    _text("instant_messenger1", "oxInstantMessenger1"),
    _text("instant_messenger2", "oxInstantMessenger2"),
    *(_text(f"userfield{n:02}", f"oxUserfield{n:02}") for n in range(1, 21)),
)
"""Fields derived by fixed rules (login, servers, mailenabled ...) are not in it: see `mapping`."""

UNFILLED: tuple[Rule, ...] = tuple(
    Rule(field, ())
    for field in (
        "assistant_name",
        "business_category",
        "categories",
        "info",
        "telephone_callback",
        "telephone_isdn",
        "telephone_primary",
        "telephone_radio",
    )
)
"""Fields that nothing becomes unless an override says so; else they are left alone."""

ALL_RULES: tuple[Rule, ...] = (*DEFAULT_RULES, *UNFILLED)
"""Every field that can be mapped."""
