"""Somebody arrives from the identity provider and gets a session: the only writer of links."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from stellwerk.core import clock
from stellwerk.people.models import Person
from stellwerk.portals.actions import Note, note
from stellwerk.portals.models import Portal
from stellwerk.signin.actions import (
    Client,
    Opened,
    Voucher,
    choose_language,
    close_others,
    forget_password,
    open_session,
)
from stellwerk.signin.models import Preference
from stellwerk.sso import confirming
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.connection import skew_of
from stellwerk.sso.matching import Match, NotLetIn, Outcome, match
from stellwerk.sso.models import Link, OpenRequest
from stellwerk.sso.profile import Profile, key_of, profile_of
from stellwerk.sso.provisioning import Provisioned, provision
from stellwerk.sso.saml.identity import Identity, NameId
from stellwerk.sso.saml.names import NameIdFormat
from stellwerk.sso.why import Why


@dataclass(frozen=True, slots=True)
class Arrival:
    """One believed message: whom it is about, and where it came in."""

    portal: Portal
    identity: Identity
    configuration: Configuration
    client: Client
    browser: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of it: a session, or a question that the person has to answer here first."""

    opened: Opened | None
    question: OpenRequest | None = None
    left_out: tuple[tuple[Why, str], ...] = ()


def arrive(arrival: Arrival) -> Arrived:
    """Let somebody in, made or refreshed as the identity provider says. Raises NotLetIn."""
    try:
        return _arrive(arrival)
    except IntegrityError:
        # The same person from two browsers in one moment: by now they are known.
        try:
            return _arrive(arrival)
        except IntegrityError:
            raise NotLetIn(Why.LOGIN_TAKEN) from None


def _arrive(arrival: Arrival) -> Arrived:
    profile = profile_of(arrival.identity, arrival.configuration.attributes)
    with transaction.atomic():
        found = match(arrival.portal, profile, arrival.configuration)
        voucher = voucher_of(arrival.identity, skew_of(arrival.configuration))
        if found.outcome is Outcome.CONFIRM and found.person is not None:
            if not arrival.identity.in_response_to:
                # Any site can bring such a message into an owner's browser: no question then.
                raise NotLetIn(Why.NOT_CONFIRMED, "unsolicited")
            confirming.keep_an_owner(found.person)
            asked = confirming.ask(
                arrival.portal, found.person, profile, arrival.browser, arrival.wanted
            )
            return Arrived(None, asked)
        done = welcome(arrival.portal, profile, found)
        opened = open_session(done.person, arrival.client, voucher)
    return Arrived(opened, None, tuple(done.left_out))


def welcome(portal: Portal, profile: Profile, found: Match) -> Provisioned:
    """Make or refresh whoever was found, link them, and let no password of theirs count any more;
    in the caller's transaction. Raises NotLetIn.
    """
    done = provision(portal, profile, found.person)
    now = clock.now()
    _link, made = Link.objects.update_or_create(
        portal=portal,
        key=profile.key,
        defaults={"last_used": now},
        create_defaults={
            "person": done.person,
            "issuer": profile.issuer[:1024],
            "kind": profile.kind[:200],
            "identifier": profile.identifier[:1024],
            "created": now,
            "last_used": now,
        },
    )
    if made:
        # Whoever had the account's password until now is out.
        close_others(done.person, None, actor=profile.issuer[:200])
        _note(portal, profile, done.person, found)
        _speak(done.person, profile.language)
    if done.person.has_usable_password():
        forget_password(done.person)
    return done


def _note(portal: Portal, profile: Profile, person: Person, found: Match) -> None:
    verb = "sso.create" if found.outcome is Outcome.NEW else "sso.link"
    after = {"issuer": profile.issuer, "identifier": profile.identifier[:300]}
    note(portal, profile.issuer[:200], [Note(verb, f"person:{person.pk}", person.login, {}, after)])


def _speak(person: Person, language: str) -> None:
    """Begin in the language the identity provider knows of, until another one is chosen."""
    known = language.replace("_", "-").partition("-")[0].casefold()
    if known in {"de", "en"} and not Preference.objects.filter(person=person).exists():
        choose_language(person, known)


def voucher_of(identity: Identity, skew: timedelta) -> Voucher:
    """What a session keeps of the message that opened it. Its end is taken with the skew with which
    the message was believed: a session that is over at once would lead round and round.
    """
    name, until = identity.name_id, identity.session_until
    return Voucher(
        identity.issuer,
        {
            "value": name.value,
            "format": name.format,
            "name_qualifier": name.name_qualifier,
            "sp_name_qualifier": name.sp_name_qualifier,
        },
        subject_key(identity.issuer, name),
        identity.session_index,
        until + skew if until is not None else None,
    )


def subject_key(issuer: str, name: NameId) -> str:
    """The hash by which sessions of one NameID are found; no format is the same as none in
    particular.
    """
    plain = {"", NameIdFormat.UNSPECIFIED, NameIdFormat.UNSPECIFIED_2}
    return key_of(issuer, "" if name.format in plain else name.format, name.value)
