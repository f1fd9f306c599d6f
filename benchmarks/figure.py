"""What a benchmark prints, and what it says when there is nothing to print."""

Figure = dict[str, float | int | str]
"""The keys a benchmark promises, with their values."""


class WrongEnd(Exception):
    """the benchmark did not end in the right state, so its figures mean nothing"""


def require(right: object, what: str) -> None:
    """Raise WrongEnd with `what` unless `right` is true."""
    if not right:
        raise WrongEnd(what)
