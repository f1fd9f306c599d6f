"""What accounts and groups should hold: what is wanted by now, else what was sent last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from stellwerk.sync.comparing import Judged
from stellwerk.sync.judging import judge
from stellwerk.sync.photos import photo_bytes
from stellwerk.sync.wanted import Absent, Wanted, World

_KEPT = 600
"""OX scales pictures to so many points; smaller ones it keeps byte by byte."""
_HASH = "sha256:"
SWITCHES = {"person": "mailenabled", "resource": "available"}
"""What is sent to who leaves, by kind: it says whether the object can be used."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The fields that an object should have, its members (None: nobody knows) and their logins."""

    fields: Mapping[str, Any]
    members: frozenset[int] | None = None
    logins: Mapping[int, str] = field(default_factory=dict)


def expected(world: World, sent: Mapping[str, Mapping[str, Any]]) -> dict[str, Expected]:
    """For objects of ours, by key; `sent` are the fields they were sent last."""
    found = {one.key: _expected(one, sent[one.key]) for one in judge(world, sorted(sent))}
    return {key: found.get(key, Expected(fields)) for key, fields in sent.items()}


def _expected(one: Judged, sent: Mapping[str, Any]) -> Expected:
    verdict = one.verdict
    if isinstance(verdict, Absent):
        # Nothing is sent any more but what switches it off, and that must hold.
        switch = SWITCHES.get(one.kind, "")
        return Expected({switch: sent[switch]} if switch in sent else {}, None)
    if not isinstance(verdict, Wanted) or one.applied is None:
        return Expected(sent)
    if verdict.scope != one.applied.scope or one.applied.move is not None:
        return Expected(sent)
    return Expected(verdict.fields, verdict.members, verdict.logins)


def as_sent(there: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is there, with our picture in place of one that OX may have made of it by scaling."""
    ours = {name: value for name, value in sent.items() if _is_scaled(there.get(name), value)}
    return {**there, **ours}


def _is_scaled(there: Any, sent: Any) -> bool:
    if not (isinstance(sent, str) and sent.startswith(_HASH) and str(there).startswith(_HASH)):
        return False
    if there == sent:
        return False
    digest = sent.removeprefix(_HASH)
    data = photo_bytes([digest]).get(digest)
    if data is None:
        return True
    with Image.open(BytesIO(data)) as image:
        return max(image.size) > _KEPT
