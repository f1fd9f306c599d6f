"""What becomes of the attributes that came: somebody's profile, and what it lacks. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stellwerk.core.access import Role
from stellwerk.sso.configuration import Attributes
from stellwerk.sso.saml.identity import Attribute, Identity
from stellwerk.sso.saml.names import NameIdFormat
from stellwerk.sso.why import Why

BY_NAME_ID = "name_id"
_LONGEST = 255
_MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """Who somebody is to the identity provider, and what it says of them.

    `kind` and `identifier` are those of a `Link`. Fields that nothing is mapped to, or that came
    empty, are "". `photo` is still base64; `groups` is None where no attribute is mapped to them.
    """

    issuer: str
    kind: str
    identifier: str
    first_name: str = ""
    last_name: str = ""
    mail: str = ""
    title: str = ""
    location: str = ""
    phone: str = ""
    language: str = ""
    login: str = ""
    photo: str = ""
    groups: tuple[str, ...] | None = None
    roles: frozenset[Role] = frozenset()
    lacks: tuple[Why, ...] = ()

    @property
    def key(self) -> str:
        """The hash of issuer, kind and identifier."""
        return key_of(self.issuer, self.kind, self.identifier)

    @property
    def domain(self) -> str:
        """The mail address's domain, folded."""
        return self.mail.rpartition("@")[2].casefold()


def key_of(*parts: str) -> str:
    """One hash over several texts, told apart."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def profile_of(identity: Identity, mapped: Attributes) -> Profile:
    """Read a profile out of what was believed; `lacks` says what keeps it from being somebody's."""
    values = _Values(identity.attributes)
    kind, identifier = _identifier(identity, mapped, values)
    mail = values.first(mapped.mail)
    profile = Profile(
        identity.issuer,
        kind,
        identifier,
        first_name=values.first(mapped.first_name),
        last_name=values.first(mapped.last_name),
        title=values.first(mapped.title),
        location=values.first(mapped.location),
        phone=values.first(mapped.phone),
        language=values.first(mapped.language),
        login=values.first(mapped.login),
        mail=mail if _is_mail(mail) else "",
        photo="".join(next(iter(values.of(mapped.photo)), "").split()),
        groups=_groups(values, mapped),
        roles=_roles(values.of(mapped.role), mapped.roles),
    )
    lacks = tuple(why for name, why in _NEEDED if not getattr(profile, name))
    return replace(profile, lacks=lacks)


_NEEDED = (
    ("identifier", Why.NO_IDENTIFIER),
    ("first_name", Why.NO_FIRST_NAME),
    ("last_name", Why.NO_LAST_NAME),
    ("mail", Why.NO_MAIL),
)


class _Values:
    """What came, by Name or else by FriendlyName."""

    def __init__(self, attributes: Sequence[Attribute]) -> None:
        self._by_name = {one.name: one.values for one in attributes}
        self._by_friend: dict[str, tuple[str, ...]] = {}
        for one in attributes:
            if one.friendly_name:
                self._by_friend.setdefault(one.friendly_name, one.values)

    def of(self, name: str) -> tuple[str, ...]:
        """All values, as they came; none where nothing is mapped."""
        if not name:
            return ()
        found = self._by_name.get(name)
        return found if found is not None else self._by_friend.get(name, ())

    def first(self, name: str) -> str:
        """The first value that is not blank, white space made single."""
        cleaned = (" ".join(value.split()) for value in self.of(name))
        return next((value for value in cleaned if value), "")[:_LONGEST]


def _identifier(identity: Identity, mapped: Attributes, values: _Values) -> tuple[str, str]:
    """How somebody is recognised: by their NameID, or, where it is another one every time, by the
    attribute that is mapped for it, which has to have exactly one value.
    """
    if identity.name_id.format != NameIdFormat.TRANSIENT:
        return BY_NAME_ID, identity.name_id.value
    found = {value.strip() for value in values.of(mapped.identifier)}
    return mapped.identifier, found.pop() if len(found) == 1 else ""


def _is_mail(text: str) -> bool:
    local, _, domain = text.rpartition("@")
    return bool(local and domain) and not set(text) & set(' ,;<>"') and "@" not in local


def _groups(values: _Values, mapped: Attributes) -> tuple[str, ...] | None:
    if not mapped.groups:
        return None
    names = (" ".join(value.split())[:_LONGEST] for value in values.of(mapped.groups))
    return tuple(dict.fromkeys(name for name in names if name))[:_MOST_GROUPS]


def _roles(values: Sequence[str], roles: Mapping[str, str]) -> frozenset[Role]:
    """Roles of the portal by the values of one attribute; nobody becomes an owner so."""
    known = {role.value for role in Role} - {Role.OWNER, Role.PERSON}
    given = {roles[value.strip()] for value in values if value.strip() in roles}
    return frozenset(Role(role) for role in given & known)
