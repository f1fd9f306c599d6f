"""A resource's properties become the fields of an OX resource. Pure.

Source: OXResourceService. A name has the characters of a group's, name, display name and address
are mandatory, and the address is nobody else's in the context.
"""

from collections.abc import Mapping, Sequence

from stellwerk.core.said import say
from stellwerk.core.visible import visible
from stellwerk.targets.ox.mailbox import is_address
from stellwerk.targets.ox.names import DISPLAY_LIMIT, fold_group_name, group_display_name
from stellwerk.targets.ox.userfields import FieldProblem, Mapped
from stellwerk.targets.ox.values import ILLEGAL

_NO = {"0", "false", "no", "off"}


def resource_fields(attributes: Mapping[str, Sequence[str]]) -> Mapped:
    """The fields of the OX resource: `name`, `displayname`, `email`, `description`, `available`.

    `attributes` are UDM's (`name`, `displayname`, `resourceMailAddress`, `description`); a resource
    can be booked unless `available` says no.
    """
    result = Mapped()
    name = _first(attributes, "name")
    shown = group_display_name(_first(attributes, "displayname") or name)
    mail = _first(attributes, "resourceMailAddress")
    if not name:
        result.problems.append(_NAMELESS)
    if not mail:
        result.problems.append(_NO_MAIL)
    elif not is_address(mail):
        text = say("%(address)s is no mail address", address=visible(mail))
        hint = say("Correct resourceMailAddress in the directory.")
        result.problems.append(FieldProblem("email", "mail", text, hint))
    folded = fold_group_name(name)
    result.fields.update(
        name=folded,
        displayname=shown or folded[:DISPLAY_LIMIT],
        email=mail,
        description=ILLEGAL.sub("", _first(attributes, "description")),
        available="false" if _first(attributes, "available").casefold() in _NO else "true",
    )
    return result


_NAMELESS = FieldProblem("name", "no-name", say("the resource has no name"), say("Give it a name."))
_NO_MAIL = FieldProblem(
    "email",
    "no-mail",
    say("OX makes no resource without a mail address"),
    say("Give it a resourceMailAddress in the directory."),
)


def _first(attributes: Mapping[str, Sequence[str]], name: str) -> str:
    values = attributes.get(name) or [""]
    return values[0].strip()
