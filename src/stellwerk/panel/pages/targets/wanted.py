"""What the page of a target asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from stellwerk.config.document import TargetWish


@dataclass(frozen=True, slots=True)
class Wanted:
    """A target with its contexts, and the numbers of those contexts that are taken out."""

    target: TargetWish
    dropped: Sequence[str]
