"""Single sign-on on one page: the two steps, what needs attention, and the switch."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.core.said import restored
from stellwerk.panel.access import may_change
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso import refusals, standing
from stellwerk.panel.pages.sso.words import name_of, shown
from stellwerk.signin.request import Request
from stellwerk.sso.configuration import Configuration, from_document
from stellwerk.sso.connecting import sign_on_of
from stellwerk.sso.differing import differences
from stellwerk.sso.models import SignOn
from stellwerk.sso.refreshing import proposal

_SHOWN = 5


@needs(Role.AUDITOR)
@require_safe
def overview(request: Request) -> HttpResponse:
    """What is done, what is still to do, and what was refused lately."""
    row = sign_on_of(request.portal)
    configuration = from_document(row.document)
    here, there = standing.here(row, configuration), standing.there(row)
    lead = _("People sign in with the account they have in your organisation anyway.")
    moved = row.known_address not in {"", request.portal.address}
    return page(
        request,
        "sso/overview.html",
        Head(_("Single sign-on"), lead),
        row=row,
        here=here,
        there=there,
        here_done=all(one.tone in {"good", "off"} for one in here),
        there_done=all(one.done for one in there),
        next=_next(row, [*here, *there]),
        switch_on=reverse("sso-switch", args=["on"]),
        switch_off=reverse("sso-switch", args=["off"]),
        moved=row.known_address if moved else "",
        proposed=proposal(row) is not None,
        refresh_error=in_words(restored(row.refresh_error)),
        settings=_settings(configuration),
        label=configuration.label,
        refused=[refusals.told(one) for one in refusals.rows(request.portal)[:_SHOWN]],
        may=may_change(request),
    )


def _next(row: SignOn, ticks: Sequence[standing.Tick]) -> standing.Tick | None:
    """What is to be done next, until it is on."""
    if row.enabled:
        return None
    return next((one for one in ticks if one.tone == "wait" and one.url), None)


def _settings(configuration: Configuration) -> list[tuple[str, str]]:
    """Everything that is not as usual, in words."""
    found = differences(Configuration(), configuration)
    return [
        (name_of(one.name), value) for one in found if (value := shown(one.name, one.after) or "–")
    ]
