"""What a plan's changes can be filtered by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.plans.window import Search
from stellwerk.panel.pages.plans.words import ACTIONS
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target

_ANY = ("", _("any"))


class ChangeFilter(forms.Form):
    """Text, action, target, and whether it waits for approval; all of them optional."""

    q = forms.CharField(
        label=_("Name, value or reason"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    action = forms.ChoiceField(
        label=_("What happens"), choices=[_ANY, *ACTIONS.items()], required=False
    )
    target = forms.ChoiceField(label=_("Target"), required=False)
    held = forms.ChoiceField(
        label=_("Approval"),
        choices=[_ANY, ("held", _("waits for approval")), ("free", _("needs none"))],
        required=False,
    )

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        names = Target.objects.filter(portal=portal).order_by("name").values_list("name", flat=True)
        target = self.fields["target"]
        assert isinstance(target, forms.ChoiceField)
        target.choices = [_ANY, *((name, name) for name in names)]

    def search(self) -> Search:
        """What is looked for; anything, where the address holds something else."""
        if not self.is_valid():
            return Search()
        given = self.cleaned_data
        return Search(given["action"], given["target"], given["held"], given["q"].strip())
