"""A secret that shows itself nowhere by accident."""


class Masked(str):
    """Text that prints as ``***``; ``reveal()`` is the only way to read it.

    A plain ``str`` operation on it (slicing, joining) still works on the real text, so hand it
    around whole and call ``reveal()`` where it leaves for the wire.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format("***", spec)

    def reveal(self) -> str:
        """The real text, as a plain ``str``."""
        return str.__str__(self)
