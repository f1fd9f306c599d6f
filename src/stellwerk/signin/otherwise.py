"""Another way to sign in than with a password here, told by the package that knows of one."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from stellwerk.people.models import Person
from stellwerk.portals.models import Portal


@dataclass(frozen=True, slots=True)
class Offer:
    """What its button says, where it begins, and whether the sign-in page leads there by itself."""

    label: str
    address: str
    instead: bool

    def towards(self, wanted: str) -> str:
        """Where it begins for somebody who wants to see a page of ours afterwards."""
        return f"{self.address}?{urlencode({'next': wanted})}"


@dataclass(frozen=True, slots=True)
class Way:
    """What the package tells: its offer at a portal, and who signs in by it and not otherwise."""

    offered: Callable[[Portal], Offer | None]
    vouched: Callable[[Person], bool]


_way: Way | None = None


def tell(way: Way) -> None:
    """Register the one other way; a second registration replaces the first."""
    global _way  # noqa: PLW0603 - there is exactly one
    _way = way


def offered(portal: Portal) -> Offer | None:
    """The other way there is at a portal, if any."""
    return _way.offered(portal) if _way is not None else None


def vouched(person: Person) -> bool:
    """Whether somebody signs in that way, and so has no password here."""
    return _way is not None and _way.vouched(person)
