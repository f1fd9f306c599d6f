"""What people see when they sign in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from stellwerk.panel.pages.sso.forms.form import ConfigurationForm
from stellwerk.panel.pages.sso.forms.form import label as called
from stellwerk.panel.settings.fields import text, tick
from stellwerk.panel.settings.form import Part
from stellwerk.sso.configuration import DEFAULT_LABEL, LONGEST_LABEL


class SigningInForm(ConfigurationForm):
    """Button, sign-in page, and what the identity provider may begin by itself."""

    TITLE = _("How people sign in")
    LEAD = _("The button on the sign-in page, and whether that page is shown at all.")
    SETTINGS = {
        "label": "label",
        "hide_login_page": "hide_login_page",
        "allow_unsolicited": "allow_unsolicited",
        "sp_entity_id": "sp_entity_id",
    }
    PARTS = (
        Part(_("Sign-in page"), ("label", "hide_login_page")),
        Part(
            _("Details"),
            ("allow_unsolicited", "sp_entity_id"),
            _("Change these only if your identity provider asks for it."),
            advanced=True,
        ),
    )
    label = text(
        called("label"),
        _("Empty: “Single Sign-on”."),
        "Stadtkonto",
        max_length=LONGEST_LABEL,
    )
    hide_login_page = tick(
        called("hide_login_page"),
        _(
            "The sign-in page is left out. It is still there under /sign-in/?local=1, also when the"
            " identity provider is down: keep that address, and a password for one owner."
        ),
    )
    allow_unsolicited = tick(
        called("allow_unsolicited"),
        _(
            "People may come from a page of the identity provider without having been sent there."
            " Leave it off unless you need it: such a sign-in can be slipped to somebody else."
        ),
    )
    sp_entity_id = text(
        called("sp_entity_id"),
        _(
            "Empty: the address of our metadata. Another one only if the identity provider knows"
            " this portal under it already."
        ),
        max_length=1024,
    )

    def clean_label(self) -> str:
        """Nothing is the usual words."""
        return str(self.cleaned_data["label"] or DEFAULT_LABEL)

    def from_configuration(self, configuration: Any) -> dict[str, Any]:
        """The usual words are shown as nothing."""
        found = super().from_configuration(configuration)
        if found["label"] == DEFAULT_LABEL:
            found["label"] = ""
        return found
