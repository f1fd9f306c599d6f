"""``[[target.context]]``: an OX context to be made, or the login of one that is there."""

from collections.abc import Mapping

from stellwerk.config.document import EntryWish, Login
from stellwerk.config.password import password
from stellwerk.config.section import Section
from stellwerk.targets.ox.names import is_login_mapping

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
    more = _more(section)
    if quota:
        more["oxQuota"] = [quota]
    if not name:
        _refuse(section, more)
    section.end()
    declared = None
    if name and number:
        attributes = {"contextid": [number], "name": [name], **more}
        declared = EntryWish("context", number, name, attributes, section)
    known = Login(number, login, secret) if login and secret and number else None
    return declared, known


def _more(section: Section) -> dict[str, list[str]]:
    """What is declared beside name and quota; what is not stays as OX has it."""
    found: dict[str, list[str]] = {}
    mappings, enabled = section.texts("login_mappings"), section.flag("enabled")
    for one in mappings:
        section.checked("login_mappings", one, _mapping, _LETTERS)
    if "login_mappings" in section.values:
        found["loginMappings"] = mappings
    if "enabled" in section.values:
        found["enabled"] = ["true" if enabled else "false"]
    return found


_LETTERS = "Use letters without accents, digits and $ % . + _ -, no blanks."


def _mapping(text: str) -> None:
    if not is_login_mapping(text):
        raise ValueError(f"{text!r} is no login mapping of OX")


_KEYS = {"oxQuota": "quota", "loginMappings": "login_mappings", "enabled": "enabled"}


def _refuse(section: Section, more: Mapping[str, object]) -> None:
    for one in more:
        hint = "Add name too, or leave it to the directory that declares the context."
        what = "a quota" if one == "oxQuota" else _KEYS[one]
        section.problem(_KEYS[one], f"{what} needs a name", hint)
