"""Everything the portal knows of oneself, where it comes from, and what can be changed of it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.pages.people import origin, signing_in
from stellwerk.panel.pages.people.belonging import belonging
from stellwerk.panel.pages.people.roles import named_roles
from stellwerk.signin.request import Request
from stellwerk.sources.models import Record
from stellwerk.sync.models import Applied


@needs(Role.PERSON)
@require_safe
def profile(request: Request) -> HttpResponse:
    """Who one is here, how one signs in, and which accounts and groups one has."""
    who = request.person
    records = list(
        Record.objects.filter(person=who, absent_since=None)
        .select_related("source")
        .order_by("source__position", "source_id", "pk")
    )
    way = signing_in.way_of(who)
    accounts = Applied.objects.filter(person=who, target__portal=request.portal)
    context: dict[str, Any] = {
        "values": origin.values(who, records, signs_on=bool(way.links)),
        "records": records,
        "given": origin.given(records),
        "way": way,
        "granted": named_roles(request.roles - {Role.PERSON}),
        "groups": belonging(who),
        "accounts": list(
            accounts.exclude(remote_id="").select_related("target").order_by("target__name")
        ),
    }
    head = Head(_("Your profile"), _("What is known of you here, and where it comes from."))
    return page(request, "own/profile.html", head, **context)
