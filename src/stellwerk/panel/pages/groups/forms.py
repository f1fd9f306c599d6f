"""What the list of groups can be filtered by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source

_ANY = ("", _("any"))


class GroupFilter(forms.Form):
    """Text, state, what waits and source; all of them optional."""

    q = forms.CharField(
        label=_("Name or description"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[_ANY, ("here", _("in the directory")), ("left", _("gone"))]
    )
    waits = forms.ChoiceField(
        label=_("Waits"),
        choices=[_ANY, ("parked", _("parked")), ("held", _("held for approval"))],
    )
    source = forms.ChoiceField(label=_("Source"))

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        names = Source.objects.filter(portal=portal).order_by("position", "pk")
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        keys = [(str(key), name) for key, name in names.values_list("public_id", "name")]
        source.choices = [_ANY, *keys]
        for field in self.fields.values():
            field.required = False
