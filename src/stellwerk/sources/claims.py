"""Who claims which login and mail address: the questions that decide whether a record is somebody.

Pure: it is loaded with what is claimed and asked; the intake does the reading and writing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stellwerk.core import fold
from stellwerk.people.actions import PersonFields


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else holds what a record claims: kind is ``login`` or ``mail``."""

    kind: str
    value: str
    person: int


@dataclass(slots=True)
class Claims:
    """Folded login -> person, folded mail -> people, as far as a batch needs them."""

    logins: dict[str, int] = field(default_factory=dict)
    mails: dict[str, set[int]] = field(default_factory=dict)

    def clashes(self, fields: PersonFields, person: int | None) -> list[Clash]:
        """What of a record's claims is held by somebody else than `person`."""
        found = []
        login = fold.key(fields.login)
        holder = self.logins.get(login)
        if holder is not None and holder != person:
            found.append(Clash("login", login, holder))
        for mail in fields.mail_keys:
            found += [
                Clash("mail", mail, other)
                for other in sorted(self.mails.get(mail, ()))
                if other != person
            ]
        return found

    def take(self, fields: PersonFields, person: int) -> None:
        """Note that a person now claims these, and nothing else."""
        for login in [key for key, holder in self.logins.items() if holder == person]:
            del self.logins[login]
        for holders in self.mails.values():
            holders.discard(person)
        self.logins[fold.key(fields.login)] = person
        for mail in fields.mail_keys:
            self.mails.setdefault(mail, set()).add(person)


def _first(attributes: Mapping[str, Sequence[str]], name: str) -> str:
    values = attributes.get(name)
    return values[0].strip() if values else ""


def person_fields(attributes: Mapping[str, Sequence[str]]) -> PersonFields:
    """What the portal keeps of a person record (attributes under UDM property names)."""
    primary = _first(attributes, "mailPrimaryAddress")
    others = [mail.strip() for mail in attributes.get("mailAlternativeAddress", ())]
    return PersonFields(
        login=_first(attributes, "username"),
        first_name=_first(attributes, "firstname"),
        last_name=_first(attributes, "lastname"),
        display_name=_first(attributes, "oxDisplayName") or _first(attributes, "displayName"),
        mails=tuple(mail for mail in ([primary, *others] if primary else []) if mail),
        disabled=_first(attributes, "disabled") == "1",
    )
