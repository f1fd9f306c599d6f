"""Owners and administrators confirm with their own password that the identity provider means them.

The only writer of these questions.
"""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.db import transaction

from stellwerk.core import clock
from stellwerk.core.access import Role
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.otherwise import vouched
from stellwerk.sso.matching import NotLetIn
from stellwerk.sso.models import Link, OpenRequest
from stellwerk.sso.profile import Profile
from stellwerk.sso.saml.requests import new_id
from stellwerk.sso.stores import open_request, waiting
from stellwerk.sso.why import Why

PATIENCE = timedelta(minutes=15)


def ask(portal: Portal, person: Person, profile: Profile, browser: str, wanted: str) -> OpenRequest:
    """Keep what the identity provider said until this person confirms it in this browser."""
    return open_request(
        OpenRequest(
            portal=portal,
            request_id=new_id(),
            kind=OpenRequest.Kind.CONFIRM,
            created=clock.now(),
            browser=browser,
            wanted=wanted[:2000],
            document=_document(profile),
            person=person,
        )
    )


def asked(portal: Portal, person: Person, browser: str, number: str) -> OpenRequest:
    """The question somebody is to answer. Raises NotLetIn for one that is not theirs, or over."""
    rows = waiting(portal, browser).filter(
        kind=OpenRequest.Kind.CONFIRM,
        request_id=number,
        person=person,
        created__gt=clock.now() - PATIENCE,
    )
    found = rows.first()
    if found is None:
        raise NotLetIn(Why.NOT_CONFIRMED)
    return found


def confirm(question: OpenRequest) -> Profile:
    """Take the answer, once, in the caller's transaction. Raises NotLetIn."""
    rows = OpenRequest.objects.filter(pk=question.pk, answered_at=None)
    if question.person is None or rows.update(answered_at=clock.now()) != 1:
        raise NotLetIn(Why.NOT_CONFIRMED)
    keep_an_owner(question.person)
    profile = profile_in(question)
    if Link.objects.filter(portal=question.portal, key=profile.key).exists():
        raise NotLetIn(Why.OTHER_IDENTITY)
    return profile


def keep_an_owner(person: Person) -> None:
    """Somebody must be able to sign in while the identity provider is away. Raises NotLetIn."""
    with transaction.atomic():
        owners = Person.objects.filter(
            portal=person.portal_id, state=Person.State.ACTIVE, grants__role=Role.OWNER
        ).distinct()
        if not owners.filter(pk=person.pk).exists():
            return
        others = owners.exclude(pk=person.pk)
        if not any(is_password_usable(one.password) and not vouched(one) for one in others):
            raise NotLetIn(Why.LAST_OWNER, person.login)


def profile_in(question: OpenRequest) -> Profile:
    """What the identity provider said."""
    found: dict[str, Any] = dict(question.document or {})
    groups = found.pop("groups")
    profile = Profile(**{**found, "roles": frozenset(map(Role, found["roles"]))})
    return replace(profile, groups=None if groups is None else tuple(groups), lacks=())


def _document(profile: Profile) -> dict[str, Any]:
    return {**asdict(profile), "roles": sorted(profile.roles), "lacks": []}
