"""``[[target.context]]``: an OX context to be made, or the login of one that is there."""

from stellwerk.config.document import EntryWish, Login
from stellwerk.config.password import password
from stellwerk.config.section import Section

HIGHEST = 2**31 - 1
"""OX keeps the id of a context in 32 bits."""


def context(section: Section) -> tuple[EntryWish | None, Login | None]:
    """What is declared (with a name), and its administrator's login (if it is given).

    Without a name it is only a login: the directory declares the context.
    """
    number = section.number_text("id")
    if "id" not in section.values:
        section.problem("", "id is missing", "Add id = 10: the number of the context in OX.")
    elif number and not 0 < int(number) <= HIGHEST:
        hint = f"Write a number above zero, at most {HIGHEST}."
        section.problem("id", f"{number} is no context id", hint)
    name, quota = section.text("name"), section.number_text("quota")
    login = section.text("login")
    secret = password(section, required=bool(login))
    if secret is not None and not login:
        section.problem("", "login is missing", 'Add login = "oxadmin" for this password.')
    if not name and not login:
        hint = "Add name to declare the context here, or login and password_file of its own."
        section.problem("", "neither name nor login is given", hint)
    if quota and not name:
        hint = "Add name too, or leave the quota to the directory that declares the context."
        section.problem("quota", "a quota needs a name", hint)
    section.end()
    declared = None
    if name and number:
        attributes = {"contextid": [number], "name": [name]}
        if quota:
            attributes["oxQuota"] = [quota]
        declared = EntryWish("context", number, name, attributes, section)
    known = Login(number, login, secret) if login and secret and number else None
    return declared, known
