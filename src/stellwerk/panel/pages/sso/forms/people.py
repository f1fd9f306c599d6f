"""Which attribute becomes what, who somebody is, and which roles an attribute gives."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as say_
from django.utils.translation import gettext_lazy as _

from stellwerk.core.access import Role
from stellwerk.panel.pages.sso import choices
from stellwerk.panel.pages.sso.forms.form import ConfigurationForm, label
from stellwerk.panel.settings.fields import LinesField, Text, text, tick
from stellwerk.panel.settings.form import Part
from stellwerk.sso.saml.names import NameIdFormat

_DOMAIN = re.compile(r"[^\W_][\w-]*(\.[^\W_][\w-]*)+")


def _attribute(name: str, example: str, help_text: Text = "", **more: Any) -> forms.CharField:
    return text(label(f"attributes.{name}"), help_text, example, max_length=300, **more)


class RolesField(forms.CharField):
    """Lines ``value = role``."""

    def __init__(self, **more: Any) -> None:
        attrs = {"rows": 3, "spellcheck": "false", "placeholder": "it-staff = administrator"}
        super().__init__(required=False, widget=forms.Textarea(attrs=attrs), **more)

    def prepare_value(self, value: Any) -> Any:
        """A table as lines."""
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{name} = {role}" for name, role in value.items())

    def to_python(self, value: Any) -> Any:
        """Lines as a table. Raises ValidationError with the line that is none."""
        table: dict[str, str] = {}
        for line in (super().to_python(value) or "").splitlines():
            if not line.strip():
                continue
            name, _equals, role = (part.strip() for part in line.rpartition("="))
            if role == Role.OWNER:
                raise ValidationError(say_("Owners are made here alone, never by a sign-in."))
            if not name or role not in dict(choices.ROLES):
                said = say_("The line “%(line)s” does not end in one of: %(roles)s.")
                known = ", ".join(str(one) for one, _words in choices.ROLES)
                raise ValidationError(said % {"line": line.strip(), "roles": known})
            table[name] = role
        return table


class PeopleForm(ConfigurationForm):
    """Attributes and roles."""

    TITLE = _("Attributes and roles")
    LEAD = _("What the identity provider tells of people, and what it becomes here.")
    SETTINGS = {
        **{
            name: f"attributes.{name}"
            for name in (
                "first_name", "last_name", "mail", "title", "location", "phone", "language",
                "photo", "groups", "role", "roles", "identifier", "login",
            )
        },
        "join_attributes": "join_attributes",
        "trusted_domains": "trusted_domains",
    }  # fmt: skip
    TAKEN = (
        "first_name",
        "last_name",
        "mail",
        "title",
        "location",
        "phone",
        "language",
        "photo",
        "groups",
        "role",
        "identifier",
        "login",
    )
    """What a preset fills in."""
    PARTS = (
        Part(
            _("Who somebody is"),
            ("identifier", "login"),
            _("People stay the same person as long as this stays the same."),
        ),
        Part(
            _("Profile"),
            ("first_name", "last_name", "mail", "title", "location", "phone"),
            _(
                "Each names an attribute, by its name or its friendly name. What has one can be"
                " changed at the identity provider alone."
            ),
        ),
        Part(
            _("More of the profile"),
            ("language", "photo", "groups", "join_attributes"),
            advanced=True,
        ),
        Part(
            _("Roles"),
            ("role", "roles"),
            _("A role given here goes again when the identity provider no longer says so. Roles"
              " given by hand stay."),
            advanced=True,
        ),
        Part(
            _("People who have an account already"),
            ("trusted_domains",),
            _("Owners and administrators are never linked without their own confirmation."),
        ),
    )  # fmt: skip
    identifier = _attribute(
        "identifier",
        "uid",
        _(
            "An attribute that is unique and never given to anybody else. Required with the NameID"
            " format “transient”; empty otherwise: the NameID itself."
        ),
    )
    login = _attribute("login", "uid", _("Empty: the part of the mail address before the @."))
    first_name = _attribute("first_name", "givenName", required=True)
    last_name = _attribute("last_name", "sn", required=True)
    mail = _attribute("mail", "mail", required=True)
    title = _attribute("title", "title")
    location = _attribute("location", "l")
    phone = _attribute("phone", "mobile")
    language = _attribute("language", "preferredLanguage")
    photo = _attribute("photo", "jpegPhoto")
    groups = _attribute(
        "groups", "memberOf", _("Its values are names of groups here; others are passed over.")
    )
    join_attributes = tick(
        label("join_attributes"),
        _(
            "Keycloak sends each group and role as an attribute of its own, unless it is told"
            " otherwise. Without this, a message that names an attribute twice is refused."
        ),
    )
    role = _attribute("role", "role", _("The attribute whose values give roles."))
    roles = RolesField(
        label=label("attributes.roles"),
        help_text=_("One a line: value = administrator, auditor or help_desk."),
    )
    trusted_domains = LinesField(
        label=label("trusted_domains"),
        help_text=_(
            "One a line, like example.org. Somebody with such a mail address who signs in for the"
            " first time gets the account of that address. Name only domains whose addresses your"
            " identity provider alone gives out."
        ),
    )

    def clean_trusted_domains(self) -> list[str]:
        """Names of domains alone."""
        found = [one.removeprefix("@").casefold() for one in self.cleaned_data["trusted_domains"]]
        for one in found:
            if not _DOMAIN.fullmatch(one):
                raise ValidationError(say_("%(name)s is no domain.") % {"name": one})
        return found

    def clean(self) -> dict[str, Any]:
        """Somebody must be known again, and roles need their attribute."""
        data = super().clean()
        transient = self.configuration.name_id_format == NameIdFormat.TRANSIENT
        if transient and not data.get("identifier"):
            said = say_(
                "With the NameID format “transient”, people have another name at each sign-in:"
                " name an attribute that stays the same."
            )
            self.add_error("identifier", said)
        if data.get("roles") and not data.get("role"):
            self.add_error("role", say_("Whose values are these?"))
        return data
