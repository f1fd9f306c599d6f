"""What the list of people can be filtered by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source

STATES = {
    Person.State.ACTIVE: _("active"),
    Person.State.DISABLED: _("disabled"),
    Person.State.LEFT: _("has left"),
}
_ANY = ("", _("any"))


class PeopleFilter(forms.Form):
    """Text, state, account, what waits, origin, source and group; all of them optional."""

    q = forms.CharField(
        label=_("Name, login or mail"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("State"), choices=[_ANY, *STATES.items()])
    account = forms.ChoiceField(
        label=_("Account"),
        choices=[_ANY, ("with", _("has one")), ("without", _("has none")), ("off", _("disabled"))],
    )
    waits = forms.ChoiceField(
        label=_("Waits"),
        choices=[
            _ANY,
            ("parked", _("parked")),
            ("held", _("held for approval")),
            ("due", _("due to be sent")),
            ("asked", _("for a decision")),
        ],
    )
    origin = forms.ChoiceField(
        label=_("Origin"),
        choices=[
            _ANY,
            ("local", _("made here")),
            ("directory", _("a directory")),
            ("sso", _("single sign-on")),
        ],
    )
    source = forms.ChoiceField(label=_("Source"))
    group = forms.CharField(
        label=_("Group"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        sources = Source.objects.filter(portal=portal).order_by("position", "pk")
        names = sources.values_list("public_id", "name")
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [_ANY, *((str(key), name) for key, name in names), ("local", _("none"))]
        for field in self.fields.values():
            field.required = False
            # "(optional)" beside every filter would say nothing.
            field.label_suffix = ""
