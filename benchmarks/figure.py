"""What a benchmark prints, and what it says when there is nothing to print."""

Figure = dict[str, float | int | str]
"""The keys a benchmark promises, with their values."""


class WrongEnd(Exception):
    """the benchmark did not end in the right state, so its figures mean nothing"""


class Missed(Exception):
    """the end is right, but a figure is not what is required"""

    def __init__(self, figure: Figure, what: str) -> None:
        super().__init__(f"{what}, which is required")
        self.figure = figure


def demand(reached: bool, figure: Figure, what: str) -> None:
    """Raise Missed with the figure unless it reached what is required."""
    if not reached:
        raise Missed(figure, f"not {what}")


def require(right: object, what: str) -> None:
    """Raise WrongEnd with `what` unless `right` is true."""
    if not right:
        raise WrongEnd(what)
