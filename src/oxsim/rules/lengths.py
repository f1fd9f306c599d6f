"""How long values may be, and the two texts by which the server says that one is not."""

from collections.abc import Mapping
from typing import Any

from oxsim.faults import Storage

_NUMBERED = [
    "display_name",
    "sur_name",
    "given_name",
    "middle_name",
    "suffix",
    "title",
    "street_home",
    "postal_code_home",
    "city_home",
    "state_home",
    "country_home",
    "marital_status",
    "number_of_children",
    "profession",
    "nickname",
    "spouse_name",
    "note",
    "company",
    "department",
    "position",
    "employeeType",
    "room_number",
    "street_business",
    "postal_code_business",
    "city_business",
    "state_business",
    "country_business",
    "number_of_employee",
    "sales_volume",
    "tax_id",
    "commercial_register",
    "branches",
    "business_category",
    "info",
    "manager_name",
    "assistant_name",
    "street_other",
    "city_other",
    "postal_code_other",
    "country_other",
    "state_other",
    "telephone_business1",
    "telephone_business2",
    "fax_business",
    "telephone_callback",
    "telephone_car",
    "telephone_company",
    "telephone_home1",
    "telephone_home2",
    "fax_home",
    "cellular_telephone1",
    "cellular_telephone2",
    "telephone_other",
    "fax_other",
    "email1",
    "email2",
    "email3",
    "url",
    "telephone_isdn",
    "telephone_pager",
    "telephone_primary",
    "telephone_radio",
    "telephone_telex",
    "telephone_ttytdd",
    "instant_messenger1",
    "instant_messenger2",
    "telephone_ip",
    "telephone_assistant",
]
_COLUMNS = {name: f"field{number:02d}" for number, name in enumerate(_NUMBERED, 1)}

_LIMITS = {
    "display_name": 320,
    "given_name": 128,
    "sur_name": 128,
    "department": 128,
    "company": 512,
    "email1": 255,
    "email2": 256,
    "email3": 256,
    "employeeType": 127,
    "url": 255,
    "note": 65535,
    "title": 64,
    "room_number": 64,
    "nickname": 64,
} | {
    name: limit
    for prefix, limit in {
        "city_": 128,
        "street_": 256,
        "telephone_": 64,
        "cellular_": 64,
        "fax_": 64,
        "postal_code_": 64,
        "state_": 64,
        "country_": 64,
    }.items()
    for name in _NUMBERED
    if name.startswith(prefix)
}
_LIMITS |= {f"userfield{number:02d}": 64 for number in range(1, 21)}
_COLUMNS |= {f"userfield{number:02d}": f"field{number + 69}" for number in range(1, 21)}
_COLUMNS |= {
    "name": "uid",
    "primaryEmail": "mail",
    "groupname": "identifier",
    "mapping": "login_info",
}
_LIMITS |= {"name": 254, "primaryEmail": 255, "groupname": 128, "displayname": 128, "mapping": 255}


def check_lengths(fields: Mapping[str, Any], *, changing: bool) -> None:
    """Refuse the first value that is too long; ``note`` counts bytes, the others characters."""
    for name, value in fields.items():
        limit = _LIMITS.get(name)
        if limit is None or not isinstance(value, str) or len(value) * 4 <= limit:
            continue
        size = len(value.encode()) if name == "note" else len(value)
        if size > limit:
            column = _COLUMNS.get(name, name)
            raise Storage(
                "com.mysql.cj.jdbc.exceptions.MysqlDataTruncation: Data truncation: "
                f"Data too long for column '{column}' at row 1"
                if changing
                else f"Data too long for underlying storage!Error field(s): {column}"
            )
