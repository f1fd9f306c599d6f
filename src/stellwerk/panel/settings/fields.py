"""The fields that forms of settings are made of."""

from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"


def text(label: Text, help_text: Text = "", example: str = "", **more: Any) -> forms.CharField:
    """One line; `example` is shown while it is empty."""
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if example:
        attrs["placeholder"] = example
    more.setdefault("required", False)
    return forms.CharField(
        label=label, help_text=help_text, widget=forms.TextInput(attrs=attrs), **more
    )


def own_name() -> forms.CharField:
    """What a source or target is known by."""
    said = _("What it is called here and in the configuration file.")
    return text(_("Name"), said, required=True, max_length=120)


def authority() -> forms.CharField:
    """The file of an authority of one's own."""
    return text(
        _("File of the certificate authority"),
        _("On this machine, in PEM; only if the system does not know it."),
        "/etc/ssl/certs/own-ca.pem",
    )


def secret(label: Text) -> forms.CharField:
    """A password that is set or replaced, and never shown."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, required=False, widget=widget)


def whole(label: Text, help_text: Text, low: int, high: int) -> forms.IntegerField:
    """A whole number that may be left to its default."""
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=low, max_value=high
    )


def number(label: Text, help_text: Text, low: float, high: float) -> forms.FloatField:
    """A number that may be left to its default."""
    return forms.FloatField(
        label=label, help_text=help_text, required=False, min_value=low, max_value=high
    )


def tick(label: Text, help_text: Text = "", *, usual: bool = False) -> forms.BooleanField:
    """Yes or no; pages show what is not as usual."""
    return forms.BooleanField(label=label, help_text=help_text, required=False, initial=usual)


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
