"""The form of the portal's own settings."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.portals.address import check_address, plain
from stellwerk.portals.models import Portal
from stellwerk.portals.queries import answers_at

_PLAIN = {"autocomplete": "off"}
_LONGEST = 3650


class PortalForm(forms.Form):
    """Address, time zone, and for how many days runs are kept."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "Where people reach the panel, without a path. Links and single sign-on are built from"
            " it, whatever a browser calls us."
        ),
        widget=forms.TextInput(
            attrs={**_PLAIN, "inputmode": "url", "placeholder": "https://stellwerk.example.org"}
        ),
    )
    moved = forms.BooleanField(
        label=gettext_lazy("I can reach the panel under the new address"), required=False
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    keep_runs = forms.IntegerField(
        label=gettext_lazy("Keep runs for so many days"), min_value=1, max_value=_LONGEST
    )

    def __init__(self, portal: Portal, host: str, data: Any = None) -> None:
        names = ("address", "time_zone", "keep_runs")
        super().__init__(data, initial={name: getattr(portal, name) for name in names})
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            choices=[(name, name.replace("_", " ")) for name in sorted(available_timezones())],
        )
        self._portal, self._host = portal, host
        self.leaves_host = False

    def clean_address(self) -> str:
        """Scheme, name and port."""
        address = plain(self.cleaned_data["address"])
        try:
            check_address(address)
        except ValueError:
            raise forms.ValidationError(
                _("Write it as people type it: https://stellwerk.example.org, without a path.")
            ) from None
        return address

    def clean(self) -> dict[str, Any]:
        """The panel does not stop answering where it is used right now, unless that is meant."""
        given = super().clean() or {}
        address = given.get("address")
        if address is not None and address != self._portal.address:
            self.leaves_host = not answers_at(self._portal, address, self._host)
        if self.leaves_host and not given.get("moved"):
            self.add_error(
                "moved",
                _("With this address the panel no longer answers as %(host)s, where you are now.")
                % {"host": self._host},
            )
        return given
