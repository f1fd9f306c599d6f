"""What the fields of OX are called on pages; what has no name of its own keeps the one of OX."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_NAMES: dict[str, str | Promise] = {
    "display_name": _("Display name"),
    "displayname": _("Display name"),
    "given_name": _("First name"),
    "middle_name": _("Middle name"),
    "nickname": _("Nickname"),
    "sur_name": _("Last name"),
    "email1": _("Mail"),
    "primaryEmail": _("Primary address"),
    "defaultSenderAddress": _("Sender address"),
    "email2": _("Second address"),
    "email3": _("Third address"),
    "aliases": _("Further addresses"),
    "mailenabled": _("Account is open"),
    "email": _("Mail"),
    "description": _("Description"),
    "available": _("Can be booked"),
    "personal": _("Name of the sender"),
    "primaryAddress": _("Primary address"),
    "birthday": _("Birthday"),
    "anniversary": _("Anniversary"),
    "title": _("Title"),
    "position": _("Position"),
    "company": _("Company"),
    "department": _("Department"),
    "branches": _("Branch"),
    "profession": _("Profession"),
    "manager_name": _("Manager"),
    "employeeType": _("Kind of employment"),
    "number_of_employee": _("Employee number"),
    "room_number": _("Room"),
    "street_business": _("Street (work)"),
    "postal_code_business": _("Postal code (work)"),
    "city_business": _("City (work)"),
    "state_business": _("State (work)"),
    "country_business": _("Country (work)"),
    "street_home": _("Street (home)"),
    "postal_code_home": _("Postal code (home)"),
    "city_home": _("City (home)"),
    "state_home": _("State (home)"),
    "country_home": _("Country (home)"),
    "telephone_business1": _("Telephone (work)"),
    "telephone_business2": _("Second telephone (work)"),
    "telephone_home1": _("Telephone (home)"),
    "telephone_home2": _("Second telephone (home)"),
    "cellular_telephone1": _("Mobile (work)"),
    "cellular_telephone2": _("Mobile (private)"),
    "fax_business": _("Fax (work)"),
    "telephone_pager": _("Pager"),
    "url": _("Web page"),
    "note": _("Note"),
    "image1": _("Picture"),
    "image1ContentType": _("Kind of picture"),
    "maxQuota": _("Storage in MB"),
    "language": _("Language"),
    "timezone": _("Time zone"),
    "imapServer": _("IMAP server"),
    "smtpServer": _("SMTP server"),
    "access": _("Rights"),
    "imapLogin": _("Login at the IMAP server"),
}


def called(name: str, key: str) -> str | Promise:
    """A field of the object with this key (`person:5`), for people who read pages."""
    if name == "name":
        return _("Login") if key.startswith("person:") else _("Name")
    return _NAMES.get(name, name)
