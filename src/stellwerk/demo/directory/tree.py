"""The containers everything lies in, and the OX contexts."""

from collections.abc import Iterator

from stellwerk.demo.directory.names import CONTEXTS
from stellwerk.demo.directory.town import (
    ACCOUNTS,
    BASE,
    GROUPS,
    OX,
    PEOPLE,
    PROFILES,
    RESOURCES,
    Pairs,
    Town,
)


def tree_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield the base and the containers, parents first."""
    yield BASE, _container(town, "domain", "dc", "lindenau")
    for dn in (PEOPLE, GROUPS, OX, PROFILES, RESOURCES, ACCOUNTS):
        name = dn.partition(",")[0].removeprefix("cn=")
        yield dn, _container(town, "organizationalRole", "cn", name)


def context_entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield the OX contexts 10, 20 and so on."""
    for number in range(town.contexts):
        name = CONTEXTS[number] if number < len(CONTEXTS) else f"Mandant {number + 1}"
        ident = str(10 * (number + 1))
        pairs: Pairs = [
            ("objectClass", "oxContext"),
            ("objectClass", "univentionObject"),
            ("univentionObjectType", "oxmail/oxcontext"),
            ("cn", name),
            ("oxContextIDNum", ident),
            ("oxQuota", "102400"),
        ]
        yield f"cn={name},{OX}", [*pairs, *town.ids(f"context/{ident}")]


def _container(town: Town, kind: str, attribute: str, name: str) -> Pairs:
    pairs: Pairs = [("objectClass", kind), ("objectClass", "univentionObject"), (attribute, name)]
    return [*pairs, *town.ids(f"tree/{name}")]
