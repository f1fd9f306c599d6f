"""What findings can be filtered by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.audit import queries
from stellwerk.audit.models import Finding
from stellwerk.panel.pages.audits.words import KINDS
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target

_ANY = ("", _("any"))


class FindingFilter(forms.Form):
    """Kind, target and context, all optional; those that are left as they are only if asked for."""

    kind = forms.ChoiceField(
        label=_("What is the matter"), choices=[_ANY, *KINDS.items()], required=False
    )
    target = forms.ChoiceField(label=_("Target"), required=False)
    context = forms.CharField(label=_("Context"), max_length=40, required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("open ones")), ("left", _("those left as they are"))],
        required=False,
    )

    def __init__(self, portal: Portal, data: Any) -> None:
        super().__init__(data)
        self._portal = portal
        target = self.fields["target"]
        assert isinstance(target, forms.ChoiceField)
        names = Target.objects.filter(portal=portal).order_by("name")
        target.choices = [_ANY, *((str(row.pk), row.name) for row in names)]

    def rows(self) -> Any:
        """The findings that are looked for; all open ones, where the address holds nonsense."""
        if not self.is_valid():
            return queries.findings(self._portal)
        given = self.cleaned_data
        return queries.findings(
            self._portal,
            kind=given["kind"],
            target=int(given["target"]) if given["target"] else None,
            scope=given["context"].strip(),
            left=given["show"] == "left",
        )

    @property
    def shows_left(self) -> bool:
        """Whether those are shown that somebody wants left as they are."""
        return self.is_valid() and self.cleaned_data["show"] == "left"


def chosen(portal: Portal, given: Any) -> list[Finding]:
    """The findings that were ticked in a form or an address; others than this portal's are not."""
    keys = [int(one) for one in given.getlist("finding") if one.isdecimal()]
    rows = queries.findings(portal, left=None).filter(pk__in=keys[:MOST])
    return list(rows.select_related("target").order_by("pk"))


MOST = 1000
"""So many ticked ones are taken from one page, at most."""
