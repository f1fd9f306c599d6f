"""A target as the page edits it: its form, its rules and its contexts together."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.config.document import EntryWish, TargetWish
from stellwerk.config.exporting import target_table
from stellwerk.config.target import target as read_target
from stellwerk.panel.pages.targets import rules
from stellwerk.panel.pages.targets.contexts import Contexts
from stellwerk.panel.pages.targets.forms import TargetForm
from stellwerk.panel.pages.targets.rules import Rules
from stellwerk.panel.settings.mistakes import put, section_of
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page asks for."""

    target: TargetWish
    entries: Sequence[EntryWish]
    dropped: Sequence[str]


class Whole:
    """The three together; `post` None shows what is kept, `arranging` moves rules only."""

    def __init__(
        self, portal: Portal, row: Target | None, post: Any = None, *, arranging: str = ""
    ) -> None:
        table = target_table(row, ()) if row else None
        initial = {"apply": "auto", "preset": "ucs", "reassign": "administrator"}
        self.portal, self.row = portal, row
        self.form = TargetForm(
            None if arranging else post,
            row=table,
            initial=None if row else initial,
        )
        if post is None:
            self.rules = Rules(portal, rules.of_table((table or {}).get("rule", ())), fresh=True)
        elif arranging:
            self.form.initial = _typed(post, self.form)
            rows = rules.rearranged(rules.of_post(post), arranging)
            self.rules = Rules(portal, rows, fresh=True)
        else:
            self.rules = Rules(portal, rules.of_post(post), fresh=False)
        self.contexts = Contexts(portal, row, post)

    def wanted(self) -> Wanted | None:
        """What is asked for; None when something is wrong, which the forms then say."""
        # Each is asked, so that everything that is wrong is told at once.
        fine = [self.form.is_valid(), self.rules.is_valid(), self.contexts.is_valid()]
        if not all(fine) or not self._free():
            return None
        if self.row and self.form.moved("master_password") and self.contexts.refuse_kept():
            return None
        table = {
            **self.form.table(),
            "rule": self.rules.tables(),
            "context": self.contexts.tables(),
        }
        section = section_of(table)
        found, entries = read_target(section, Path(settings.DATA))
        left = self.contexts.put(self.rules.put(section.problems))
        put(self.form, left)
        if section.problems:
            return None
        return Wanted(found, entries, self.contexts.dropped())

    def _free(self) -> bool:
        name = self.form.cleaned_data["name"].strip()
        if self.row is None and Target.objects.filter(portal=self.portal, name=name).exists():
            self.form.add_error("name", _("There is a target of this name already."))
            return False
        return True

    @property
    def forms(self) -> list[Any]:
        """Every form on the page."""
        return [self.form, *self.rules.forms, *self.contexts.forms]


def _typed(post: Any, form: TargetForm) -> dict[str, Any]:
    """What was typed into a form, to be shown again unjudged; passwords are not."""
    return {
        name: field.widget.value_from_datadict(post, {}, name)
        for name, field in form.fields.items()
        if name not in form.SECRETS and not field.disabled
    } | {name: form.initial.get(name) for name, field in form.fields.items() if field.disabled}
