"""What all parts of the bundled directory share: its tree and its immutable ids."""

from dataclasses import dataclass
from uuid import UUID, uuid5

BASE = "dc=lindenau,dc=example"
DOMAIN = "lindenau.example"
PEOPLE = f"cn=users,{BASE}"
GROUPS = f"cn=groups,{BASE}"
OX = f"cn=open-xchange,{BASE}"
PROFILES = f"cn=accessprofiles,{OX}"
RESOURCES = f"cn=oxresources,{OX}"
ACCOUNTS = f"cn=functional_accounts,{OX}"

_ROOT = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # the URL namespace of RFC 4122

Pairs = list[tuple[str, str | bytes]]
"""The attributes of one entry in the order they are written."""


@dataclass(frozen=True, slots=True)
class Town:
    """The size of a directory and the seed all of it follows from."""

    people: int
    contexts: int
    groups: int
    seed: str
    photo_every: int

    def ids(self, thing: str) -> Pairs:
        """Return the immutable ids of a thing; they come last in an entry, as slapcat has them,
        so that a file cut inside the entry is noticed.
        """
        space = uuid5(_ROOT, f"https://{DOMAIN}/{self.seed}")
        return [
            ("univentionObjectIdentifier", str(uuid5(space, f"{thing}#udm"))),
            ("entryUUID", str(uuid5(space, thing))),
        ]

    def context_id(self, person: int) -> int:
        """Return the OX context of a person: they take turns, so that all are equally large."""
        return 10 * (person % self.contexts + 1)


def escaped(value: str) -> str:
    """Return a value as RFC 4514 writes it inside a DN; values here have no outer spaces."""
    return "".join(f"\\{char}" if char in ',+"\\<>;=' else char for char in value)
