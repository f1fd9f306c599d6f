"""Settings as a page shows them to whoever only reads."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stellwerk.panel.settings.fields import Text
from stellwerk.panel.settings.form import SettingsForm

Settings = list[tuple[Text, list[tuple[Text, str]]]]
Unlike = list[tuple[Text, str, str]]
"""What differs: (label, kept, typed)."""


def shown(form: SettingsForm) -> Settings:
    """What is set, part by part; what has its default is left out, passwords are not said."""
    found: Settings = []
    for part in form.PARTS:
        rows = [
            (form.fields[name].label or name, value)
            for name in part.names
            if name != "name" and (value := _value(form, name))
        ]
        if rows:
            found.append((part.title, rows))
    return found


def differences(kept: SettingsForm, typed: SettingsForm) -> Unlike:
    """What a form that was typed has otherwise than what is kept."""
    found: Unlike = []
    for name, field in typed.fields.items():
        before, after = _value(kept, name), _said(field, typed.cleaned_data.get(name))
        if name not in typed.SECRETS and before != after:
            found.append((field.label or name, before, after))
    return found


def _value(form: SettingsForm, name: str) -> str:
    if name in form.SECRETS:
        return _("set, never shown") if form.keeps(name) else ""
    return _said(form.fields[name], form.initial.get(name))


def _said(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        usual = bool(value) == bool(field.initial)
        return "" if usual else _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(field, forms.ChoiceField):
        words = dict(_flat(field))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(words.get(str(one), one)) for one in chosen)
    return str(field.prepare_value(value)).replace("\n", ", ")


def _flat(field: forms.ChoiceField) -> Mapping[str, Any]:
    choices: Any = field.choices
    return {str(key): label for key, label in choices}
