"""The forms of single sign-on, each for a part of its settings."""

from collections.abc import Mapping

from stellwerk.panel.pages.sso.forms.form import ConfigurationForm
from stellwerk.panel.pages.sso.forms.messages import MessagesForm
from stellwerk.panel.pages.sso.forms.people import PeopleForm
from stellwerk.panel.pages.sso.forms.provider import ProviderForm
from stellwerk.panel.pages.sso.forms.signing_in import SigningInForm

FORMS: Mapping[str, type[ConfigurationForm]] = {
    "provider": ProviderForm,
    "people": PeopleForm,
    "messages": MessagesForm,
    "signing-in": SigningInForm,
}
"""By the last word of the page's address."""
