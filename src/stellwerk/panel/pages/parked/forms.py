"""What the parked list can be filtered by, and what is tried again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.objects.failures import explain
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.targets.models import Target

_ANY = ("", _("any"))


class ParkedFilter(forms.Form):
    """Reason and target, both optional."""

    code = forms.ChoiceField(label=_("Reason"), required=False)
    target = forms.ChoiceField(label=_("Target"), required=False)

    def __init__(self, portal: Portal, codes: list[str], data: Any) -> None:
        super().__init__(data)
        code, target = self.fields["code"], self.fields["target"]
        assert isinstance(code, forms.ChoiceField)
        assert isinstance(target, forms.ChoiceField)
        code.choices = [_ANY, *((one, explain(one, "").happened) for one in codes)]
        names = Target.objects.filter(portal=portal).order_by("name")
        target.choices = [_ANY, *((str(row.pk), row.name) for row in names)]

    def wanted(self) -> tuple[str, int | None]:
        """The reason ("" for any) and the target (None for any) that are looked for."""
        if not self.is_valid():
            return "", None
        given = self.cleaned_data
        return given["code"], int(given["target"]) if given["target"] else None


class UnreadFilter(forms.Form):
    """Source and text, both optional."""

    q = forms.CharField(
        label=_("DN"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    source = forms.ChoiceField(label=_("Source"), required=False)

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        rows = Source.objects.filter(portal=portal).order_by("position", "pk")
        source.choices = [_ANY, *((str(row.pk), row.name) for row in rows)]
