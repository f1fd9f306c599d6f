"""Takes a change of settings back while nothing of it was sent yet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from stellwerk.config.exporting import export
from stellwerk.config.file import parse
from stellwerk.config.importing import import_document
from stellwerk.core.errors import StellwerkError
from stellwerk.portals.models import Portal
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target


class TooLate(StellwerkError):
    """Something else was changed or carried out since: what was saved stays."""

    code = "config.too_late"


@dataclass(frozen=True, slots=True)
class Saved:
    """A change of settings: the configuration `before` it, the mark of the one `after` it, and the
    names of the targets that it `halted`.
    """

    name: str
    before: str
    after: str
    halted: list[str]

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> "Saved | None":
        """What the order of a plan says of the change that it was drawn for."""
        found = order.get("saved")
        return cls(**found) if found else None

    def order(self) -> dict[str, Any]:
        """For the order of the plan that shows what comes of it."""
        return {"saved": asdict(self)}


@dataclass(frozen=True, slots=True)
class Earlier:
    """How everything stood before a change; taken in the transaction that makes it."""

    before: str
    served: list[str]

    @classmethod
    def of(cls, portal: Portal) -> "Earlier":
        """How it stands now."""
        return cls(export(portal), served(portal))

    def saved(self, portal: Portal, name: str) -> Saved:
        """The change that was made since, to `name`."""
        now = served(portal)
        halted = [one for one in self.served if one not in now]
        return Saved(name, self.before, _mark(export(portal)), halted)


def served(portal: Portal) -> list[str]:
    """The names of the targets to which changes are sent."""
    rows = Target.objects.filter(portal=portal, started=True)
    return list(rows.order_by("name").values_list("name", flat=True))


def stands(portal: Portal, saved: Saved) -> bool:
    """Whether the settings are as that change left them, and nothing was carried out since."""
    now = export(portal)
    if _mark(now) != saved.after or now == saved.before:
        return False
    return not set(saved.halted) & set(served(portal))


def take_back(portal: Portal, saved: Saved, *, actor: str) -> None:
    """Make everything as it was, passwords excepted. Raises TooLate, and what an import raises."""
    with transaction.atomic():
        if not stands(portal, saved):
            raise TooLate
        document = parse(Path(settings.DATA) / "earlier.toml", saved.before)
        import_document(document, {}, pruning=True, actor=actor)
        for row in Target.objects.filter(portal=portal, name__in=saved.halted):
            targets.start(row, actor=actor)


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()
