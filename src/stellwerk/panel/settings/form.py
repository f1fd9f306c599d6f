"""Forms whose fields are the keys of the configuration file, in parts, with help under each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from stellwerk.config.toml import Table
from stellwerk.core.masked import Masked
from stellwerk.panel.settings.fields import Text

NAME_STAYS = _("Things are known by their name, so it stays.")
TYPE_AGAIN = _("The address is another one now: type the password again.")


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together; an advanced part is folded until somebody opens it."""

    title: Text
    names: Sequence[str]
    text: Text = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its fields and why each is locked; `open` where something in it is wrong."""

    part: Part
    fields: Sequence[tuple[BoundField, Text]]
    open: bool


class SettingsForm(forms.Form):
    """`row` is what is kept already as a table of the file, None for something new."""

    PARTS: Sequence[Part] = ()
    SECRETS: Mapping[str, Sequence[str]] = {}
    """Fields of passwords, and the fields that say where and how each is sent."""

    def __init__(self, data: Any = None, *, row: Table | None = None, **more: Any) -> None:
        initial = more.pop("initial", None)
        super().__init__(data, initial=self.initial_of(row) if row else initial, **more)
        self.row = row
        self.locked: dict[str, Text] = {}
        if row is not None and "name" in self.fields:
            self.lock("name", NAME_STAYS)
        for name in self.SECRETS:
            self.fields[name].help_text = self._about(name)

    def lock(self, name: str, why: Text) -> None:
        """Keep a field as it is, and say why."""
        self.fields[name].disabled = True
        self.locked[name] = why

    def _about(self, name: str) -> Text:
        if self.is_bound and self.data.get(self.add_prefix(name)):
            return _("What you typed is not sent back to your browser: type it again to save it.")
        if self.keeps(name):
            return _("A password is set. Leave this empty to keep it, or type another one.")
        return _("Stored encrypted, and never shown again.")

    def keeps(self, name: str) -> bool:
        """Whether the store holds a password for a field."""
        return bool(self.row and self.row.get(f"{name}_kept"))

    def initial_of(self, row: Table) -> dict[str, Any]:
        """What the fields show of what is kept."""
        return {name: value for name, value in row.items() if name in self.base_fields}

    def parts(self) -> Iterator[ShownPart]:
        """The parts with their fields, for the template."""
        for part in self.PARTS:
            fields = [(self[name], self.locked.get(name, "")) for name in part.names]
            wrong = any(bound.errors for bound, _why in fields)
            yield ShownPart(part, fields, wrong)

    def clean(self) -> dict[str, Any]:
        """A password stays only where it went before, as safely as before."""
        data = super().clean() or {}
        for name in self.SECRETS:
            if not data.get(name) and self.keeps(name) and self.moved(name):
                self.add_error(name, str(TYPE_AGAIN))
        return data

    def moved(self, name: str) -> bool:
        """Whether a password would go elsewhere, or less safely, than the one that is kept.

        Addresses are compared to the letter: two readers of one address may disagree about where
        it leads.
        """
        before = self.row or {}
        return any(
            _plain(before.get(one)) != _plain(self.cleaned_data.get(one))
            for one in self.SECRETS[name]
        )

    def table(self) -> Table:
        """The fields as a table of the file; empty ones are left out."""
        table: Table = {}
        for name, value in self.cleaned_data.items():
            if name in self.SECRETS:
                if value:
                    table[name] = Masked(value)
                elif self.keeps(name):
                    table[f"{name}_kept"] = True
            elif value not in ("", None, [], {}):
                table[name] = value
        return table


def _plain(value: Any) -> str:
    return str(value or "").strip().rstrip("/")
