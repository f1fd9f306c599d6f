"""A small client of a running stand-in's own interface."""

import json
import ssl
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Running:
    """A stand-in that is running somewhere."""

    url: str
    """Its address without a path, like ``http://127.0.0.1:8009``."""
    stop: Callable[[], None]
    """Ends it and waits until it has ended. Calling it twice is fine."""
    pid: int
    """The process it runs in."""

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urllib.parse.urlsplit(self.url).port or 0

    def state(self) -> Any:
        """All objects, see ``/_sim/state``."""
        return self._ask("GET", "state")

    def stats(self, *, arrivals: bool = False) -> Any:
        """The counters, see ``/_sim/stats``."""
        return self._ask("GET", "stats?arrivals=1" if arrivals else "stats")

    def log(self) -> Any:
        """The creates that took effect, oldest first."""
        return self._ask("GET", "log")

    def faults(self, rules: list[dict[str, Any]] | None = None) -> Any:
        """Add rules for planned trouble, or list them; see ``/_sim/faults``."""
        return self._ask("GET", "faults") if rules is None else self._ask("POST", "faults", rules)

    def clear_faults(self) -> None:
        """Forget all rules."""
        self._ask("DELETE", "faults")

    def reset(self, *, state: bool = False) -> None:
        """Set the counters to zero; with ``state`` remove all objects and rules too."""
        self._ask("POST", "reset?state=1" if state else "reset")

    def _ask(self, method: str, path: str, sent: Any = None) -> Any:
        data = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is a stand-in's own
            f"{self.url}/_sim/{path}", data=data, method=method
        )
        with urllib.request.urlopen(request, context=self._trust(), timeout=120) as answer:  # noqa: S310
            return json.load(answer)

    def _trust(self) -> ssl.SSLContext | None:
        """Over TLS any certificate will do: it is ours. To make this for plain HTTP is slow."""
        if not self.url.startswith("https:"):
            return None
        trust = ssl.create_default_context()
        trust.check_hostname = False
        trust.verify_mode = ssl.CERT_NONE
        return trust
