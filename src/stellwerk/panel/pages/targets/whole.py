"""A target as the page edits it: its form, its rules and its contexts together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.config.exporting import target_table
from stellwerk.config.mistake import Mistake
from stellwerk.config.saving import save_target
from stellwerk.config.target import target as read_target
from stellwerk.panel.pages.targets import rules, trial
from stellwerk.panel.pages.targets.contexts import Contexts
from stellwerk.panel.pages.targets.forms import TargetForm
from stellwerk.panel.pages.targets.rules import Rules
from stellwerk.panel.pages.targets.wanted import Wanted
from stellwerk.panel.settings.editing import Edited
from stellwerk.panel.settings.mistakes import put, section_of
from stellwerk.panel.settings.shown import Unlike
from stellwerk.panel.trials.trial import Trial
from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target


class Whole(Edited[Wanted]):
    """The three together; `post` None shows what is kept, `arranging` moves rules only."""

    row: Target | None
    form: TargetForm

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
        self.contexts = Contexts(row, post)

    def wish(self) -> Wanted | None:
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
            "mapping": (self.row.settings.get("mapping") or {}) if self.row else {},
        }
        section = section_of(table)
        found = read_target(section, Path(settings.DATA))
        left = self.contexts.put(self.rules.put(section.problems))
        put(self.form, left)
        if section.problems:
            return None
        return Wanted(found, self.contexts.dropped())

    def begin(self, wish: Wanted, person: Person) -> Trial | None:
        """Try it."""
        return trial.begin(self.portal, wish, person)

    def save(self, wish: Wanted, *, seen: str | None, actor: str) -> str:
        """Save it."""
        row = save_target(self.portal, wish.target, dropped=wish.dropped, seen=seen, actor=actor)
        return row.name

    def put(self, error: Mistake) -> None:
        """At the form, at the rule, or at the context it is about."""
        put(self.form, self.contexts.put(self.rules.put([error.problem])))

    def unlike(self) -> Unlike:
        """The fields, the rules and the contexts in which it differs from what is saved."""
        now = Whole(self.portal, self.row)
        known = [form.row for form in now.contexts.forms if form.row]
        pairs = (
            (_("Rules"), [form.initial for form in now.rules.forms], self.rules.tables()),
            (_("Contexts"), known, self.contexts.tables()),
        )
        listed = [
            (label, _names(kept), _names(typed))
            for label, kept, typed in pairs
            if _names(kept) != _names(typed)
        ]
        return [*super().unlike(), *listed]

    def _free(self) -> bool:
        name = self.form.cleaned_data["name"].strip()
        if self.row is None and Target.objects.filter(portal=self.portal, name=name).exists():
            self.form.add_error("name", _("There is a target of this name already."))
            return False
        return True

    @property
    def forms(self) -> Sequence[forms.Form]:
        """Every form on the page."""
        return [self.form, *self.rules.forms, *self.contexts.forms]


def _names(rows: Sequence[Any]) -> str:
    return ", ".join(str(row.get("id", "")) or str(row.get("name", "")) for row in rows)


def _typed(post: Any, form: TargetForm) -> dict[str, Any]:
    """What was typed into a form, to be shown again unjudged; passwords are not."""
    return {
        name: field.widget.value_from_datadict(post, {}, name)
        for name, field in form.fields.items()
        if name not in form.SECRETS and not field.disabled
    } | {name: form.initial.get(name) for name, field in form.fields.items() if field.disabled}
