"""What a reading must bring to count as whole: so many objects, and objects that must be there."""

from collections.abc import Sequence

from stellwerk.core.said import say
from stellwerk.sources.base import ReadRecord, fold_dn
from stellwerk.sources.models import Source


class Expecting:
    """The settings ``minimum`` (objects) and ``canary_dns`` of a source, while it is read."""

    def __init__(self, source: Source) -> None:
        self._minimum = int(source.settings.get("minimum") or 0)
        dns: Sequence[str] = source.settings.get("canary_dns") or ()
        self._missing = {fold_dn(dn): dn for dn in dns}
        self._seen = 0

    def see(self, batch: Sequence[ReadRecord]) -> None:
        """Some objects arrived."""
        self._seen += len(batch)
        if self._missing:
            for record in batch:
                self._missing.pop(fold_dn(record.dn), None)

    @property
    def disappointed(self) -> str:
        """Why the reading cannot have been whole; "" when all that was expected came."""
        if self._seen < self._minimum:
            return say(
                "%(count)s objects were read, at least %(minimum)s were expected",
                count=self._seen,
                minimum=self._minimum,
            )
        if self._missing:
            return say("%(dn)s was not among what was read", dn=min(self._missing.values()))
        return ""
