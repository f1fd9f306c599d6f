"""``[[functional_account]]``: a mailbox of many, declared here and not in a directory."""

from stellwerk.config.document import EntryWish
from stellwerk.config.resource import mail_address
from stellwerk.config.section import Section
from stellwerk.targets.ox.accounts import ADDRESS_LIMIT


def functional_account(section: Section) -> EntryWish:
    """One functional account; `members` are logins, `groups` names of groups. Both may be of
    people and groups that no source has shown yet.
    """
    name = section.text("name", required=True)
    mail = section.text("mail", required=True)
    if mail:
        hint = f"Write it like info@example.org, with at most {ADDRESS_LIMIT} characters."
        section.checked("mail", mail, _address, hint)
    attributes = {"name": [name], "mailPrimaryAddress": [mail]}
    if personal := section.text("personal"):
        attributes["personal"] = [personal]
    for key in ("members", "groups"):
        if found := list(dict.fromkeys(one for one in section.texts(key) if one)):
            attributes[key] = found
    section.end()
    return EntryWish("functional_account", name, name, attributes, section)


def _address(text: str) -> None:
    mail_address(text)
    if len(text) > ADDRESS_LIMIT:
        raise ValueError(f"{text!r} has more than {ADDRESS_LIMIT} characters")
