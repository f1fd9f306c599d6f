"""The form of a tile."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stellwerk.portals.models import Portal
from stellwerk.tiles.address import LONGEST, BadAddress, checked
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.icons import ICONS, USUAL
from stellwerk.tiles.models import Tile
from stellwerk.tiles.queries import groups_called

_PLAIN = {"autocomplete": "off"}


class TileForm(forms.Form):
    """Name, address, picture, and who sees it."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, widget=forms.TextInput(attrs=_PLAIN)
    )
    name_de = forms.CharField(
        label=gettext_lazy("Name in German"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Only where it is called otherwise in German."),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={**_PLAIN, "inputmode": "url", "placeholder": "https://mail.example.org/"}
        ),
    )
    group = forms.CharField(
        label=gettext_lazy("Group"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "Only its members see the tile, those of groups within it too. Leave it empty for"
            " everybody."
        ),
        widget=forms.TextInput(attrs=_PLAIN),
    )
    icon = forms.ChoiceField(
        label=gettext_lazy("Symbol"),
        choices=list(ICONS.items()),
        initial=USUAL,
        widget=forms.RadioSelect,
    )

    def __init__(self, portal: Portal, row: Tile | None, data: Any = None) -> None:
        initial = {}
        if row is not None:
            names = ("name", "name_de", "address", "icon")
            initial = {name: getattr(row, name) for name in names} | {"group": row.audience}
        super().__init__(data, initial=initial)
        self._portal, self._row = portal, row

    def clean_name(self) -> str:
        """Tiles are known by their names."""
        name: str = self.cleaned_data["name"]
        others = Tile.objects.filter(portal=self._portal, name=name)
        if self._row is not None:
            others = others.exclude(pk=self._row.pk)
        if others.exists():
            raise forms.ValidationError(_("There is a tile of this name already."))
        return name

    def clean_address(self) -> str:
        """An address on the web."""
        try:
            return checked(self.cleaned_data["address"])
        except BadAddress:
            raise forms.ValidationError(
                _("Write the whole address, from https:// or http:// on, without a login in it.")
            ) from None

    def clean_group(self) -> str:
        """A group that is known, and told from all others by its name."""
        name: str = self.cleaned_data["group"]
        if not name or (self._row is not None and name == self._row.audience):
            return name
        found = groups_called(self._portal, name)
        if not found:
            raise forms.ValidationError(_("No group is called so."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several groups are called so."))
        return found[0].name

    def fields_of(self) -> TileFields:
        """What was typed."""
        return TileFields(**self.cleaned_data)
