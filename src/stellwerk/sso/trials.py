"""A sign-in to try settings that are not saved: everything is looked at, nobody is signed in."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from stellwerk.core import clock
from stellwerk.portals.models import Portal
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.matching import NotLetIn, match
from stellwerk.sso.models import OpenRequest, Trial
from stellwerk.sso.picture import BadPicture, picture_of
from stellwerk.sso.profile import Profile, profile_of
from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.refusal import Code, Refusal
from stellwerk.sso.why import Why

MOST = 50
"""So many reports are kept of each portal."""
_LONGEST_MESSAGE = 64_000

_STAGES = (
    ("form", Code.WRONG_BINDING),
    ("message", Code.WRONG_MESSAGE),
    ("signature", Code.RESPONSE_UNSIGNED),
    ("encryption", Code.NOT_ENCRYPTED),
    ("assertion", Code.NO_ASSERTION),
)
"""The checks in the order in which their codes stand in the core, each with its first code."""
_PEOPLE = ("profile", "person")


def report(
    portal: Portal,
    request: OpenRequest,
    found: Identity | Refusal,
    configuration: Configuration,
    message: str,
) -> Trial:
    """Keep what a trial brought."""
    if isinstance(found, Refusal):
        said: dict[str, Any] = {"outcome": "refused", "code": found.code, "detail": found.detail}
        said["checks"] = _checks(_stage_of(found.code))
    else:
        said = _believed(portal, found, configuration)
    said["message"] = message[:_LONGEST_MESSAGE]
    row = Trial.objects.create(
        portal=portal,
        at=clock.now(),
        actor=request.person.login if request.person is not None else "",
        passed=said["outcome"] != "refused",
        report=said,
    )
    rows = Trial.objects.filter(portal=portal).order_by("-at", "-pk")
    Trial.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[MOST:])).delete()
    return row


def _believed(portal: Portal, found: Identity, configuration: Configuration) -> dict[str, Any]:
    profile = profile_of(found, configuration.attributes)
    said: dict[str, Any] = {
        "code": "",
        "detail": "",
        "warnings": list(found.warnings),
        "issuer": found.issuer,
        "name_id": asdict(found.name_id),
        "session_index": found.session_index,
        "session_until": found.session_until.isoformat() if found.session_until else "",
        "authn_context": found.authn_context,
        "attributes": [asdict(one) for one in found.attributes],
        "profile": _shown(profile),
        "problems": [{"code": why, "detail": ""} for why in (*profile.lacks, *_photo(profile))],
    }
    stage = "profile" if profile.lacks else ""
    try:
        outcome = str(_matched(portal, profile, configuration))
    except NotLetIn as not_let_in:
        outcome, stage = "refused", stage or "person"
        said |= {"code": not_let_in.why, "detail": not_let_in.detail}
    return {**said, "outcome": outcome, "match": outcome, "checks": _checks(stage)}


def _matched(portal: Portal, profile: Profile, configuration: Configuration) -> str:
    """How somebody would be found; whatever that needs is taken back."""
    with transaction.atomic():
        found = match(portal, profile, configuration)
        transaction.set_rollback(True)
    return found.outcome


def _shown(profile: Profile) -> dict[str, Any]:
    shown = asdict(profile)
    shown["photo"] = f"{len(profile.photo)} characters" if profile.photo else ""
    for name in ("issuer", "kind", "lacks"):
        del shown[name]
    return {**shown, "roles": sorted(profile.roles)}


def _photo(profile: Profile) -> list[Why]:
    try:
        if profile.photo:
            picture_of(profile.photo)
    except BadPicture:
        return [Why.BAD_PHOTO]
    return []


def _stage_of(code: Code) -> str:
    codes = list(Code)
    firsts = [(codes.index(first), name) for name, first in _STAGES]
    here = codes.index(code)
    return next((name for at, name in reversed(firsts) if at <= here), _STAGES[0][0])


def _checks(failed: str) -> list[dict[str, str]]:
    names = [*(name for name, _first in _STAGES), *_PEOPLE]
    at = names.index(failed) if failed else len(names)
    states = [
        "passed" if n < at else "failed" if n == at else "not_reached" for n in range(len(names))
    ]
    return [{"name": name, "state": state} for name, state in zip(names, states, strict=True)]
