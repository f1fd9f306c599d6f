"""How a stand-in is run."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seed:
    """A context to be made at start if it is missing: its id and its administrator."""

    context: int
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that may be chosen; times in seconds. Port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0
    latency: float = 0.0
    """Added to every call, as a network does."""
    profile: str = "none"
    """What a call costs on top, see `oxsim.latency.PROFILES`."""
    lock_wait: float = 1.0
    """The unit of the user lock's waiting; 1.0 on a real server."""
    idle: float = 30.0
    """After how long an idle connection is closed."""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    state: Path | None = None
    master_login: str = "oxadminmaster"
    master_password: str = "secret"  # noqa: S105 - the documented default of a stand-in
    seeds: tuple[Seed, ...] = ()
