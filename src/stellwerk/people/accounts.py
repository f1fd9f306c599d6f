"""Who has an account somewhere: asked here, answered by the package that knows (sync).

As with `core.changes`, the lower package does not know who answers. Without anybody to ask everyone
counts as having one: nothing is given away that may be in use.
"""

from collections.abc import Callable, Collection

Answer = Callable[[Collection[int]], set[int]]

_answer: Answer = set


def answered_by(answer: Answer) -> None:
    """Register who knows; a second registration replaces the first."""
    global _answer  # noqa: PLW0603 — there is exactly one
    _answer = answer


def with_accounts(people: Collection[int]) -> set[int]:
    """Which of these people have an account at some target, or may have one."""
    return _answer(people) if people else set()
