"""389 Directory Server and its relatives: as OpenLDAP, but other ids and another lock."""

from stellwerk.core.said import say
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import Attributes, Dialect, RawEntry, Shape
from stellwerk.sources.dialects.openldap import (
    GROUP,
    OPENLDAP,
    PERSON,
    classify,
    finish_person,
    keep,
)
from stellwerk.sources.dialects.values import first_text, text, truth


def _finish_person(entry: RawEntry, attributes: Attributes) -> None:
    finish_person(entry, attributes)
    if truth(text(entry, "nsaccountlock")):
        attributes["disabled"] = ["1"]


def _ident(entry: RawEntry) -> str:
    """The entryUUID of these servers is not what their change feeds name; nsUniqueId is."""
    return first_text(entry, "nsuniqueid")


DS389 = Dialect(
    name="ds389",
    shapes={
        Kind.PERSON: Shape(
            OPENLDAP.shapes[Kind.PERSON].filter,
            PERSON,
            _finish_person,
            uses=("nsaccountlock",),
            photos=("jpegphoto",),
        ),
        Kind.GROUP: Shape(OPENLDAP.shapes[Kind.GROUP].filter, GROUP),
    },
    classify=classify,
    ident=_ident,
    ident_names=("nsuniqueid",),
    ident_hint=say(
        "Export with the attribute nsUniqueId: name it in the command, it is operational."
    ),
    dropped=keep,
)
