"""What the list of runs can be filtered by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.runs.words import KINDS, STATES

_ANY = ("", _("any"))


class RunFilter(forms.Form):
    """Kind and state, both optional."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[_ANY, *KINDS.items()], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[_ANY, *STATES.items()], required=False)
