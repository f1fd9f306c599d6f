"""Takes over the connector's settings: logins, access profiles, the mapping.

What is set here already and says something else stays, and is named.
"""

from collections.abc import Mapping, Sequence

from stellwerk.moving_in.report import Report
from stellwerk.moving_in.state import OldLogin, OldState
from stellwerk.people import actions as people
from stellwerk.people.models import Entry
from stellwerk.portals.actions import Note, note
from stellwerk.sync.marks import fan_out
from stellwerk.targets import actions as targets
from stellwerk.targets.declared import LOCAL
from stellwerk.targets.models import Target
from stellwerk.targets.ox.access import rights_of
from stellwerk.targets.queries import credentials


def take_settings(target: Target, state: OldState, report: Report, *, actor: str) -> None:
    """All of them, in the caller's transaction."""
    if state.logins is not None:
        _logins(target, state.logins, report, actor)
    if state.profiles is not None:
        _profiles(target, state.profiles, report, actor)
    if state.mapping is not None:
        _mapping(target, state.mapping, report, actor)


def _logins(target: Target, logins: Sequence[OldLogin], report: Report, actor: str) -> None:
    known = credentials(target)
    for one in logins:
        what = f"context {one.scope}" if one.scope else "master account"
        here = known.get(one.scope)
        if here is None:
            targets.save_credential(target, one.scope, one.login, one.password, actor=actor)
            report.logins.append(f"{what}: {one.login}")
        elif here.login != one.login or here.password.reveal() != one.password.reveal():
            report.kept.append(f"{what}: the login that is known here")


def _profiles(
    target: Target, profiles: Mapping[str, Sequence[str]], report: Report, actor: str
) -> None:
    rows = Entry.objects.filter(portal=target.portal_id, kind="access_profile", left_at=None)
    here = {row.name: row for row in rows}
    for name, rights in profiles.items():
        attributes = {right: ["1"] for right in sorted(rights)}
        row = here.get(name)
        if row is None:
            row = people.save_entry(
                target.portal, None, kind="access_profile", name=name, attributes=attributes,
                owner=LOCAL,
            )  # fmt: skip
            line = Note("entry.create", f"access_profile:{row.pk}", name, {}, attributes)
            note(target.portal, actor, [line])
            report.profiles.append(name)
        elif rights_of(row.attributes) != rights_of(attributes):
            report.kept.append(f"access profile {name}: the rights it has here")


def _mapping(
    target: Target, overrides: Mapping[str, Sequence[str]], report: Report, actor: str
) -> None:
    wanted = {field: list(sources) for field, sources in overrides.items()}
    here = target.settings.get("mapping") or {}
    if wanted == here:
        return
    if here:
        report.kept.append("mapping: the one that is set here")
        return
    settings = {**target.settings, "mapping": wanted}
    targets.save_target(
        target.portal, target.name, settings=settings, manual=target.manual, actor=actor
    )
    target.settings = settings
    fan_out(target.pk, "rules")
    report.mapping += [f"{field}: {' | '.join(one) or '-'}" for field, one in wanted.items()]
