"""Whose rights an audit looks at: nobody's, everybody's, or a seventh of the people. Pure."""

from dataclasses import dataclass

SEVENTHS = 7


@dataclass(frozen=True, slots=True)
class Turn:
    """`everybody`, or the people of one seventh; None for nobody. It costs a call for each."""

    everybody: bool = False
    seventh: int | None = None

    def has(self, person: int) -> bool:
        """Whether it is this person's turn (by primary key)."""
        return self.everybody or (self.seventh is not None and person % SEVENTHS == self.seventh)


NOBODY = Turn()


def following(last: int | None) -> int:
    """The seventh after the one that was looked at last."""
    return 0 if last is None else (last + 1) % SEVENTHS
