"""What people type about a mapping."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.settings.fields import text
from stellwerk.targets.ox.mapping_overrides import BadMapping, check_override


class PersonForm(forms.Form):
    """Whom to try it on."""

    person = text(_("Try it on (login)"))


class LineForm(forms.Form):
    """What one field is made of."""

    sources = forms.CharField(
        label=_("Made of"),
        required=False,
        help_text=_(
            "One per line; the first that is filled counts. A property like roomNumber or phone[1],"
            " a fixed text like =Town, or a template like {lastname}, {firstname}."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    alone = forms.BooleanField(
        label=_("Leave this field alone: OX keeps what people type there"), required=False
    )

    def __init__(self, field: str, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.name = field

    def clean(self) -> dict[str, Any]:
        """Say what cannot be."""
        data = super().clean() or {}
        lines = [one.strip() for one in str(data.get("sources", "")).splitlines() if one.strip()]
        data["lines"] = [] if data.get("alone") else lines
        if not lines and not data.get("alone"):
            self.add_error("sources", _("Name at least one property, or leave the field alone."))
            return data
        try:
            check_override(self.name, data["lines"])
        except BadMapping as error:
            self.add_error("sources", f"{error}. {error.hint}")
        return data
