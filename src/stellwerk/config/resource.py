"""``[[resource]]``: a room or a thing that can be booked, declared here and not in a directory."""

from stellwerk.config.document import EntryWish
from stellwerk.config.section import Section
from stellwerk.targets.ox.mailbox import is_address


def resource(section: Section) -> EntryWish:
    """One resource; without `context` it is where a rule puts whoever names none."""
    name = section.text("name", required=True)
    mail = section.text("mail", required=True)
    if mail:
        section.checked("mail", mail, mail_address, "Write it like hall@example.org.")
    context = section.number_text("context")
    bookable = section.flag("available", default=True)
    attributes = {
        "name": [name],
        "resourceMailAddress": [mail],
        "displayname": [section.text("display_name") or name],
        "available": ["1" if bookable else "0"],
    }
    if context:
        attributes["oxContext"] = [context]
    if description := section.text("description"):
        attributes["description"] = [description]
    section.end()
    return EntryWish("resource", name, name, attributes, section)


def mail_address(text: str) -> None:
    """Raises ValueError for what OX takes for no address."""
    if not is_address(text):
        raise ValueError(f"{text!r} is no mail address")
