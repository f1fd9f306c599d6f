"""What can be booked, and two functional accounts: for some people and for a whole office."""

from collections.abc import Iterator

from stellwerk.demo.directory.groups import offices
from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.names import login_part
from stellwerk.demo.directory.town import ACCOUNTS, DOMAIN, GROUPS, RESOURCES, Pairs, Town, escaped

_RESOURCES = (
    ("Ratssaal", "Ratssaal", "80 Plätze, mit Tonanlage"),
    ("Besprechungsraum 1", "Besprechungsraum 1 (Erdgeschoss)", "8 Plätze"),
    ("Besprechungsraum Süd", "Besprechungsraum Süd", "14 Plätze, Großbildschirm"),
    ("Beamer", "Beamer im Koffer", "Abzuholen an der Pforte"),
)
_ADMINISTRATOR = "1000"


def resource_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield every resource with its DN; they take turns with the contexts."""
    for number, (name, shown, description) in enumerate(_RESOURCES):
        pairs: Pairs = [
            ("objectClass", "oxResourceObject"),
            ("objectClass", "univentionObject"),
            ("univentionObjectType", "oxresources/oxresources"),
            ("cn", name),
            ("displayName", shown),
            ("description", description),
            ("mailPrimaryAddress", f"{login_part(name)}@{DOMAIN}"),
            ("oxResourceAdmin", _ADMINISTRATOR),
            ("oxContextIDNum", str(town.context_id(number))),
        ]
        yield f"cn={name},{RESOURCES}", [*pairs, *town.ids(f"resource/{login_part(name)}")]


def account_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield two functional accounts: one for three people by name, one for a whole office."""
    some = [identity(number).dn for number in range(10, min(13, town.people))]
    office = f"cn={escaped(offices(town)[0])},{GROUPS}"
    for name, personal, members in (
        ("Auskunft", "Stadt Lindenau, Auskunft", some),
        ("Bürgeramt Termine", "Stadt Lindenau, Terminvergabe", [office]),
    ):
        pairs: Pairs = [
            ("objectClass", "oxFunctionalAccount"),
            ("objectClass", "univentionObject"),
            ("univentionObjectType", "oxmail/functional_account"),
            ("cn", name),
            ("mailPrimaryAddress", f"{login_part(name)}@{DOMAIN}"),
            ("oxPersonal", personal),
            *(("uniqueMember", member) for member in members),
        ]
        yield f"cn={name},{ACCOUNTS}", [*pairs, *town.ids(f"account/{login_part(name)}")]
