"""What is in motion: of such objects nothing is said, since it may just be changing."""

from collections.abc import Collection
from dataclasses import dataclass, field

from stellwerk.sync.books import last_in_history
from stellwerk.sync.models import Applied, History, Work

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Flight:
    """Watches one target from now on."""

    target: int
    since: int = field(default_factory=last_in_history)

    def moving(self, keys: Collection[str]) -> set[str]:
        """Of these objects, those with work that is not waiting for somebody, with a stamp, or to
        which something was sent since.
        """
        found: set[str] = set()
        ordered = sorted(keys)
        for start in range(0, len(ordered), _CHUNK):
            found |= self._moving(ordered[start : start + _CHUNK])
        return found

    def _moving(self, keys: list[str]) -> set[str]:
        bases = {key.partition("@")[0] for key in keys}
        work = Work.objects.filter(
            target=self.target, object__in=[*keys, *bases - set(keys)], state=Work.State.READY
        ).exclude(lane__startswith="~")
        open_ones = set(work.values_list("object", flat=True))
        stamped = Applied.objects.filter(target=self.target, object__in=keys).exclude(stamp="")
        sent = History.objects.filter(target=self.target, object__in=keys, pk__gt=self.since)
        found = {*stamped.values_list("object", flat=True), *sent.values_list("object", flat=True)}
        return found | {key for key in keys if {key, key.partition("@")[0]} & open_ones}
