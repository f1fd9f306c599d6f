"""Who somebody of the identity provider is here: known, somebody who is there already, or new."""

from dataclasses import dataclass
from enum import StrEnum

from stellwerk.core import fold
from stellwerk.core.access import Role
from stellwerk.people.models import Address, Person, RoleGrant
from stellwerk.portals.models import Portal
from stellwerk.sources.actions import sign_on_source
from stellwerk.sources.batch import load_claims
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.models import Link
from stellwerk.sso.profile import Profile
from stellwerk.sso.why import Why

POWERFUL = (Role.OWNER, Role.ADMINISTRATOR)
"""Nobody becomes one of these because of a mail address alone."""


class NotLetIn(Exception):
    """The message is believed, the person does not come in. `detail` is for administrators."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


class Outcome(StrEnum):
    """How somebody was found."""

    KNOWN = "known"
    LINKED = "linked"
    NEW = "new"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Match:
    """Who it is; nobody yet where the outcome is NEW."""

    outcome: Outcome
    person: Person | None = None


def match(portal: Portal, profile: Profile, configuration: Configuration) -> Match:
    """Find somebody, changing nothing. Raises NotLetIn."""
    if profile.lacks:
        raise NotLetIn(profile.lacks[0], ", ".join(profile.lacks))
    link = Link.objects.filter(portal=portal, key=profile.key).select_related("person").first()
    if link is not None:
        return Match(Outcome.KNOWN, _here(link.person))
    login = profile.login or profile.mail
    claims = load_claims(sign_on_source(portal), {login}, {fold.key(profile.mail)})
    holders = claims.mails.get(fold.key(profile.mail), set())
    if len(holders) > 1:
        raise NotLetIn(Why.MAIL_OF_SEVERAL, profile.mail)
    if holders:
        return _there_already(portal, profile, configuration, min(holders))
    if fold.key(login) in claims.logins:
        raise NotLetIn(Why.LOGIN_TAKEN, login)
    return Match(Outcome.NEW)


def _there_already(
    portal: Portal, profile: Profile, configuration: Configuration, holder: int
) -> Match:
    """Somebody who has this mail address, if it may be believed that they are the same."""
    trusted = {domain.strip().lstrip("@").casefold() for domain in configuration.trusted_domains}
    if profile.domain not in trusted:
        raise NotLetIn(Why.MAIL_NOT_TRUSTED, profile.mail)
    address = Address.objects.filter(person=holder, key=fold.key(profile.mail)[:320])
    person = Person.objects.get(portal=portal, pk=holder)
    primary = address.filter(primary=True).exists()
    if not primary or _letters(person.mail) != _letters(profile.mail):
        raise NotLetIn(Why.MAIL_TAKEN, profile.mail)
    _here(person)
    links = Link.objects.filter(person=person, released=False)
    issuers = set(links.values_list("issuer", flat=True))
    if issuers - {profile.issuer}:
        raise NotLetIn(Why.OTHER_ISSUER, ", ".join(sorted(issuers)))
    if issuers:
        raise NotLetIn(Why.OTHER_IDENTITY, profile.mail)
    if RoleGrant.objects.filter(person=person, role__in=POWERFUL).exists():
        return Match(Outcome.CONFIRM, person)
    return Match(Outcome.LINKED, person)


def _letters(mail: str) -> str:
    """An address letter by letter. Names that are unique fold ſ to s and ß to ss, but that is
    another mailbox, and whoever can have it must not become its look-alike.
    """
    return "".join(char.lower() if char.isascii() else char for char in mail.strip())


def _here(person: Person) -> Person:
    if person.state == Person.State.DISABLED:
        raise NotLetIn(Why.DISABLED, person.login)
    if person.state == Person.State.LEFT:
        raise NotLetIn(Why.LEFT, person.login)
    return person
