"""The demo: the bundled town, a stand-in OX server, and the engine between them."""

import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from stellwerk.core.masked import Masked
from stellwerk.demo.directory import write_directory

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal

# What oxsim answers to when nobody tells it otherwise.
_MASTER = ("oxadminmaster", Masked("secret"))


def place_directory(data: Path, people: int) -> Path:
    """Put the bundled directory into the data folder, unless one is there already."""
    file = data / "directory.ldif"
    if not file.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        write_directory(fresh, people=people)
        fresh.rename(file)
    return file


def configure(url: str, *, lanes: int = 8) -> "Portal":
    """A portal with the directory as its source and the stand-in as its target."""
    from stellwerk.portals.actions import open_portal
    from stellwerk.sources.actions import save_source
    from stellwerk.sync.actions import save_rules
    from stellwerk.sync.assignments import UCS
    from stellwerk.targets.actions import save_credential, save_target
    from stellwerk.targets.models import Target

    portal = open_portal("Demo", actor="demo")
    settings = {"path": "directory.ldif", "dialect": "ucs"}
    save_source(
        portal, "directory", kind="ldif", settings=settings, secret=None, position=0, actor="demo"
    )
    present = Target.objects.filter(portal=portal, name="ox").first()
    base = present.settings if present else {"settle": 2, "mail_domain": "lindenau.example"}
    manual = present.manual if present else False
    target, _ = save_target(
        portal, "ox", settings={**base, "lanes": lanes, "url": url}, manual=manual, actor="demo"
    )
    save_credential(target, "", _MASTER[0], _MASTER[1], actor="demo")
    if present is None:
        save_rules(target, UCS, actor="demo")
    return portal


@dataclass(slots=True)
class Once:
    """What one run of the demo came to."""

    read: dict[str, int]
    plan: dict[str, int]
    applied: int
    parked: int
    calls: int
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The JSON object that scripts read."""
        return {
            "read": self.read,
            "plan": self.plan,
            "applied": self.applied,
            "parked": self.parked,
            "calls": self.calls,
            "seconds": round(self.seconds, 3),
        }


def calls_at(url: str) -> int:
    """How many SOAP calls the stand-in has counted since it was started."""
    with urllib.request.urlopen(f"{url}/_sim/stats", timeout=10) as answer:  # noqa: S310
        return int(json.load(answer)["totals"]["calls"])


class Watch:
    """Notices that a file was changed and has come to rest."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._last = self._now()
        self._since = monotonic()
        self._told = self._last

    def changed(self) -> bool:
        """Whether the file differs from when this was last True, and has been still for 0.3 s."""
        now = self._now()
        if now != self._last:
            self._last, self._since = now, monotonic()
        if now == self._told or monotonic() - self._since < 0.3:
            return False
        self._told = now
        return True

    def _now(self) -> tuple[int, int] | None:
        try:
            stat = self._file.stat()
        except FileNotFoundError:
            return None
        return stat.st_mtime_ns, stat.st_size
