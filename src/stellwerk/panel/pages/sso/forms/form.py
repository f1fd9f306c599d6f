"""What these forms have in common: they begin with what is set, and say what would be set."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stellwerk.panel.pages.sso.words import NAMES
from stellwerk.panel.settings.fields import Text
from stellwerk.panel.settings.form import SettingsForm
from stellwerk.sso.configuration import Configuration


class ConfigurationForm(SettingsForm):
    """A part of the settings. `SETTINGS` names each field's setting, as `sso.differing` does."""

    TITLE: Text = ""
    LEAD: Text = ""
    SETTINGS: dict[str, str] = {}

    def __init__(self, data: Any, configuration: Configuration) -> None:
        self.configuration = configuration
        super().__init__(data, initial=self.from_configuration(configuration))

    def from_configuration(self, configuration: Configuration) -> dict[str, Any]:
        """What the fields show of a configuration."""
        return {name: _read(configuration, path) for name, path in self.SETTINGS.items()}

    def wanted(self) -> Configuration:
        """What would be set by it; valid forms only."""
        found = self.configuration
        for name, path in self.SETTINGS.items():
            value = self.cleaned_data.get(name)
            found = _written(found, path, tuple(value) if isinstance(value, list) else value)
        return found


def label(setting: str) -> Text:
    """What a setting's field is called."""
    return NAMES[setting]


class Address(forms.CharField):
    """An absolute address that browsers can be sent to, query and all."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        attrs["placeholder"] = more.pop("example", "https://idp.example.org/…")
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=2000, **more)

    def validate(self, value: Any) -> None:
        """Raises ValidationError."""
        super().validate(value)
        if not value:
            return
        try:
            parts = urlsplit(value)
            good = parts.scheme in {"https", "http"} and parts.hostname and parts.port != 0
        except ValueError:
            good = False
        if not good or any(one.isspace() for one in value) or parts.username is not None:
            raise ValidationError(_("Write a whole address that begins with https://."))


def _read(configuration: Configuration, path: str) -> Any:
    part, _dot, name = path.rpartition(".")
    value = getattr(getattr(configuration, part) if part else configuration, name)
    return list(value) if isinstance(value, tuple) else value


def _written(configuration: Configuration, path: str, value: Any) -> Configuration:
    part, _dot, name = path.rpartition(".")
    if not part:
        return replace(configuration, **{name: value})
    return replace(configuration, **{part: replace(getattr(configuration, part), **{name: value})})
