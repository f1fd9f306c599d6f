"""How lower packages announce a change without knowing who listens.

``touched`` is called inside the transaction that changes something; the one listener (the sync
package) writes its marks in that same transaction, so a change and its mark live or die together.
"""

from collections.abc import Callable, Collection

Listener = Callable[[str, Collection[int], int], None]

LIVE, BULK = 0, 1

_listener: Listener | None = None


def listen(listener: Listener) -> None:
    """Register the one listener; a second registration replaces the first."""
    global _listener  # noqa: PLW0603 — there is exactly one
    _listener = listener


def touched(kind: str, ids: Collection[int], *, priority: int = LIVE) -> None:
    """Say that objects of a kind (person, group, context, ...) may now be wanted differently.

    ``ids`` are primary keys; ``priority`` is LIVE for a change somebody waits for, BULK for mass
    work that may wait behind it.
    """
    if ids and _listener is not None:
        _listener(kind, ids, priority)
