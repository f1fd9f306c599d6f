"""How many sign-in responses a second of CPU validates, beside python3-saml in strict mode.

Both read the same messages in turns, each message signed anew beforehand and never seen before.
Ours runs every check with its two stores on disk; python3-saml keeps none. What both read is
compared with what was said.
"""

import base64
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.figure import Figure, demand, require
from benchmarks.saml_peer import Peer
from benchmarks.saml_stores import Stores
from stellwerk.sso.saml.identity import Identity
from stellwerk.sso.saml.names import Binding
from stellwerk.sso.saml.response import validate
from stellwerk.sso.saml.settings import Settings
from tests.saml_messages.building import SAML, response, times
from tests.saml_messages.connection import idp_pair, settings, sp_pair
from tests.saml_messages.encrypting import AES256_CBC, AES256_GCM, encrypt
from tests.saml_messages.signing import sign

SIGNED_TIMES, ENCRYPTED_TIMES = 2.5, 8.0
_ATTRIBUTES = tuple(
    (
        f"urn:oid:1.3.6.1.4.1.5923.1.1.1.{number}",
        f"attribute{number}",
        tuple(f"value {part} of attribute {number}" for part in range(1 + (number % 3 == 0))),
    )
    for number in range(9)
)


@dataclass(frozen=True)
class Kind:
    """A way to sign and to encrypt."""

    name: str
    whole: bool
    cipher: str


SIGNED = Kind("signed", False, "")
BOTH = Kind("both_signed", True, "")
CBC = Kind("cbc", True, AES256_CBC)
GCM = Kind("gcm", False, AES256_GCM)


@dataclass(frozen=True)
class Message:
    """A message as a form field, the request it answers, and whom it names."""

    text: str
    request: str
    name: str


def run(*, full: bool) -> Figure:
    """Take the figures. Raises WrongEnd and Missed."""
    rounds, each = (7, 120) if full else (3, 45)
    folder = Path(tempfile.mkdtemp(prefix="stellwerk-bench-"))
    try:
        return _figures(Stores(folder / "stores.sqlite"), rounds, each)
    finally:
        shutil.rmtree(folder)


def _figures(stores: Stores, rounds: int, each: int) -> Figure:
    speeds: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        for kind in (SIGNED, BOTH, CBC, GCM):
            ours, theirs = one_round(kind, stores, f"{number}", each if number else 6)
            if number:  # the first one only warms up
                speeds.setdefault(kind.name, []).append(ours)
                ratios.setdefault(kind.name, []).append(ours / theirs)
    figure: Figure = {
        f"{name}_per_cpu_s": round(statistics.median(found)) for name, found in speeds.items()
    }
    figure["ratio_signed"] = round(statistics.median(ratios["signed"]), 2)
    figure["ratio_encrypted"] = round(statistics.median(ratios["gcm"]), 2)
    demand(ratios_hold(figure), figure, f"{SIGNED_TIMES} and {ENCRYPTED_TIMES} times as fast")
    return figure


def ratios_hold(figure: Figure) -> bool:
    """Whether both ratios are what is required."""
    return (
        float(figure["ratio_signed"]) >= SIGNED_TIMES
        and float(figure["ratio_encrypted"]) >= ENCRYPTED_TIMES
    )


def one_round(kind: Kind, stores: Stores, label: str, count: int) -> tuple[float, float]:
    """Messages per second of CPU, ours and theirs; they take turns."""
    now = datetime.now(UTC)
    messages = [_message(kind, f"{kind.name}-{label}-{at}", now) for at in range(count)]
    stores.expect([message.request for message in messages], now)
    connection = settings(verify_responses=kind.whole, want_assertions_encrypted=bool(kind.cipher))
    peer = Peer(whole=kind.whole, encrypted=bool(kind.cipher))
    spent = [0.0, 0.0]
    step = max(1, count // 3)
    for start in range(0, count, step):
        some = messages[start : start + step]
        spent[0] += _timed(some, lambda message: _ours(message, connection, stores))
        spent[1] += _timed(some, peer.name_in)
    return count / spent[0], count / spent[1]


def _timed(messages: Sequence[Message], read: Callable[[Any], str]) -> float:
    start = time.process_time()
    names = [read(message) for message in messages]
    spent = time.process_time() - start
    require(names == [message.name for message in messages], "somebody else was read")
    return spent


def _ours(message: Message, connection: Settings, stores: Stores) -> str:
    now = datetime.now(UTC)
    found = validate(message.text, Binding.POST, connection, now, pending=stores, replay=stores)
    if not isinstance(found, Identity):
        return str(found)
    require(len(found.attributes) == len(_ATTRIBUTES), "attributes are missing")
    return found.name_id.value


def _message(kind: Kind, label: str, now: datetime) -> Message:
    request, name = f"_request-{label}", f"person-{label}"
    root = response(
        **times(now),
        response_id=f"_response-{label}",
        assertion_id=f"_assertion-{label}",
        in_response_to=request,
        confirms=request,
        name_id=name,
        attributes=_ATTRIBUTES,
    )
    assertion = root.find(f"{{{SAML}}}Assertion")
    assert assertion is not None
    sign(assertion, idp_pair())
    if kind.cipher:
        encrypt(assertion, sp_pair(), algorithm=kind.cipher)
    if kind.whole:
        sign(root, idp_pair())
    return Message(base64.b64encode(etree.tostring(root)).decode("ascii"), request, name)
