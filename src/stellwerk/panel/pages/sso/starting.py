"""Begins a test sign-in, or says why that cannot be."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from stellwerk.core.errors import StellwerkError
from stellwerk.panel.dialogs.refusal import refuse
from stellwerk.panel.objects.in_words import in_words
from stellwerk.signin.request import Request
from stellwerk.sso import starting
from stellwerk.sso.configuration import Configuration


def begin(request: Request, configuration: Configuration, back: str) -> HttpResponse:
    """Go to the identity provider with these settings, or say why that cannot be."""
    try:
        if not configuration.provider.sso_address:
            said = _("Make the identity provider known first: its address is missing.")
            return refuse(request, _("This cannot be tried yet"), said, back)
        return starting.trial(request, configuration)
    except (StellwerkError, ValueError) as error:
        told = error if isinstance(error, StellwerkError) else None
        why = f"{in_words(told.message)} {in_words(told.hint)}" if told else str(error)
        return refuse(request, _("This cannot be tried yet"), why, back)
