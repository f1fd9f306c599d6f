"""What has to be sent so that an OX user becomes what is wanted. Pure.

Source: OXUserService.change. An absent field stays, "" clears a text; dates, pictures and a quota
of -1 have no way back; a login is never renamed; the addresses change in one call or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stellwerk.core.said import say
from stellwerk.targets.ox.fields import DEFAULT_RULES, Form, Rule
from stellwerk.targets.ox.userfields import FieldNote, Value

PRIMARY = ("primaryEmail", "email1", "defaultSenderAddress", "aliases")
"""A changed primary address is accepted only with all four of these in one call."""

_MANDATORY = ("display_name", "given_name", "sur_name")
_AT_CREATION = ("language", "timezone", "password")


@dataclass(frozen=True, slots=True)
class UserDiff:
    """`send` goes into `change` (empty: no call); `uncleared` are differences OX cannot take."""

    send: dict[str, Value] = field(default_factory=dict)
    uncleared: tuple[FieldNote, ...] = ()

    @property
    def kept(self) -> frozenset[str]:
        """The fields that stay as they are in OX."""
        return frozenset(note.field for note in self.uncleared)


def diff_user(
    applied: Mapping[str, Value],
    wanted: Mapping[str, Value],
    rules: tuple[Rule, ...] = DEFAULT_RULES,
) -> UserDiff:
    """Compare the field map last sent (or read back) with the wanted one.

    A field missing from `wanted` is left alone, one missing from `applied` counts as empty. The
    sender address people choose in OX is left alone unless the primary address changes.
    """
    forms = {rule.field: rule.form for rule in rules}
    send: dict[str, Value] = {}
    notes: list[FieldNote] = []
    for name, new in wanted.items():
        old = applied.get(name, [] if isinstance(new, list) else "")
        if forms.get(name) is Form.QUOTA:
            old = old or "-1"
        if new == old or name in PRIMARY or name in _AT_CREATION or name.endswith("ContentType"):
            continue
        if note := _refusal(name, old, new, forms.get(name)):
            notes.append(note)
            continue
        send[name] = new
        if forms.get(name) is Form.PHOTO:
            send[f"{name}ContentType"] = wanted.get(f"{name}ContentType", "image/jpeg")
    send |= _addresses(applied, wanted)
    return UserDiff(send, tuple(notes))


def fields_at_creation(
    wanted: Mapping[str, Value], rules: tuple[Rule, ...] = DEFAULT_RULES
) -> dict[str, Value]:
    """The wanted fields as `create` takes them: without empty ones, which a new account lacks
    anyway and some of which (dates, pictures) OX would refuse, and without a quota of -1."""
    quotas = {rule.field for rule in rules if rule.form is Form.QUOTA}
    return {
        name: value
        for name, value in wanted.items()
        if value and not (name in quotas and value == "-1")
    }


def applied_after(
    applied: Mapping[str, Value], wanted: Mapping[str, Value], diff: UserDiff
) -> dict[str, Value]:
    """The field map OX holds once `diff.send` is carried out: what to store as applied."""
    left = {*diff.kept, "name"}
    left |= {f"{name}ContentType" for name in diff.kept}
    if "defaultSenderAddress" not in diff.send and "defaultSenderAddress" in applied:
        left.add("defaultSenderAddress")
    held = dict(applied)
    for name, value in wanted.items():
        if name not in left or (name == "name" and name not in held):
            held[name] = value
    return held


_CALLED = {Form.PHOTO: say("a picture"), Form.DATE: say("a date"), Form.QUOTA: say("a quota")}


def _refusal(name: str, old: Value, new: Value, form: Form | None) -> FieldNote | None:
    if name == "name":
        if not old:
            return None
        return FieldNote(
            name,
            "no-rename",
            say("OX cannot rename the login %(old)s to %(new)s.", old=old, new=new),
        )
    if form is Form.QUOTA and old in {"", "-1"}:
        return FieldNote(
            name, "no-filestore", say("OX sets a quota only for accounts created with one.")
        )
    if new:
        return None
    if form in {Form.DATE, Form.PHOTO, Form.QUOTA}:
        what = _CALLED[form]
        return FieldNote(
            name, "cannot-clear", say("OX cannot clear %(what)s; it keeps the old one.", what=what)
        )
    if name in _MANDATORY:
        return FieldNote(name, "mandatory", say("OX must not lose it."))
    return None


def _addresses(applied: Mapping[str, Value], wanted: Mapping[str, Value]) -> dict[str, Value]:
    if not wanted.get("primaryEmail") or not wanted.get("aliases"):
        return {}
    if any(wanted.get(name) != applied.get(name) for name in ("primaryEmail", "email1")):
        primary = wanted["primaryEmail"]
        return {name: wanted.get(name, primary) for name in PRIMARY}
    if wanted["aliases"] != applied.get("aliases"):
        return {"aliases": wanted["aliases"]}
    return {}
