"""Forms whose fields are the keys of the configuration file, in parts, with help under each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from stellwerk.config.toml import Table
from stellwerk.core.masked import Masked

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
READ_EVERY = r"\s*\d{1,6}\s*[smhd]\s*"


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
    SECRETS: Mapping[str, str] = {}
    """Fields of passwords, and the field of the address each goes to."""

    def __init__(self, data: Any = None, *, row: Table | None = None, **more: Any) -> None:
        initial = more.pop("initial", None)
        super().__init__(data, initial=self.initial_of(row) if row else initial, **more)
        self.row = row
        self.locked: dict[str, Text] = {}
        if row is not None and "name" in self.fields:
            self.fields["name"].disabled = True
            self.locked["name"] = _("Things are known by their name, so it stays.")
        for name in self.SECRETS:
            kept = self.keeps(name)
            self.fields[name].help_text = (
                _("A password is set. Leave this empty to keep it, or type another one.")
                if kept
                else _("Stored encrypted, and never shown again.")
            )

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
        """A password stays only where it went before."""
        data = super().clean() or {}
        for name, address in self.SECRETS.items():
            if not data.get(name) and self.keeps(name) and self._moved(address):
                said = _("The address is another one now: type the password again.")
                self.add_error(name, str(said))
        return data

    def _moved(self, address: str) -> bool:
        before = str((self.row or {}).get(address, ""))
        return place(before) != place(str(self.cleaned_data.get(address, "")))

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


def place(url: str) -> tuple[str, str, int | None]:
    """What of an address decides who gets the password: scheme, host, port."""
    try:
        parts = urlsplit(url.strip())
        return parts.scheme, (parts.hostname or parts.path), parts.port
    except ValueError:
        return "", url, None


def secret(label: Text) -> forms.CharField:
    """A password that is set or replaced, and never shown."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, required=False, widget=widget)


def text(label: Text, help_text: Text = "", example: str = "", **more: Any) -> forms.CharField:
    """One line; `example` is shown while it is empty."""
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if example:
        attrs["placeholder"] = example
    more.setdefault("required", False)
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.TextInput(attrs=attrs), **more
    )


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            required=False, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **more
        )

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Lines as a list."""
        found = super().to_python(value) or ""
        return [line.strip() for line in found.splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return bool(self.to_python(data) != (initial or []))
