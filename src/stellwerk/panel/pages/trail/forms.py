"""What the trail can be filtered by."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.trail import queries
from stellwerk.panel.pages.trail.words import word
from stellwerk.portals.models import Portal, Trail

_ANY = ("", _("any"))
_DAY = timedelta(days=1)


class TrailFilter(forms.Form):
    """Object, who, what, and the days between which; all of them optional."""

    object = forms.CharField(
        label=_("Login, group or object key"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    actor = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        self._portal = portal
        actor, verb = self.fields["actor"], self.fields["verb"]
        assert isinstance(actor, forms.ChoiceField)
        assert isinstance(verb, forms.ChoiceField)
        actor.choices = [_ANY, *((name, name) for name in queries.actors(portal))]
        verb.choices = [_ANY, *((name, word(name)) for name in queries.verbs(portal))]

    def rows(self) -> QuerySet[Trail]:
        """The lines that are looked for; days are those of the portal's time zone, both included.

        What is no valid filter finds nothing.
        """
        rows = Trail.objects.filter(portal=self._portal)
        if not self.is_valid():
            return rows.none()
        given = self.cleaned_data
        if text := given["object"].strip():
            rows = rows.filter(object__in=queries.object_keys(self._portal, text))
        rows = rows.filter(**{name: given[name] for name in ("actor", "verb") if given[name]})
        if given["since"]:
            rows = rows.filter(at__gte=_midnight(given["since"]))
        if given["until"]:
            rows = rows.filter(at__lt=_midnight(given["until"] + _DAY))
        return rows


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
