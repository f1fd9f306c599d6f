"""The form of an access profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.config.document import EntryWish
from stellwerk.config.profile import profile
from stellwerk.panel.settings.fields import text
from stellwerk.panel.settings.form import Part, SettingsForm
from stellwerk.panel.settings.mistakes import put, section_of
from stellwerk.targets.ox.access import PROPERTIES


class ProfileForm(SettingsForm):
    """Name and rights."""

    PARTS = (Part(_("Access profile"), ("name", "rights")),)
    name = text(_("Name"), _("Rules and directories name it."), "teacher", required=True,
                max_length=120)  # fmt: skip
    rights = forms.MultipleChoiceField(
        label=_("Rights"),
        choices=[(name, flag) for name, flag in sorted(PROPERTIES.items())],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Called as OX calls them. What is not ticked is not allowed."),
    )

    def wish(self) -> EntryWish | None:
        """The profile that is wanted; None when something is wrong, which the form then says."""
        if not self.is_valid():
            return None
        section = section_of({"rights": [], **self.table()})
        found = profile(section)
        put(self, section.problems)
        return None if section.problems else found
