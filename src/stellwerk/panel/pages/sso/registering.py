"""We, at the identity provider: the values to copy there, and where each product asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.panel.pages.sso.choices import PRODUCTS, word
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.panel.pages.sso.guide import Guide, guide
from stellwerk.signin.request import Request
from stellwerk.sso.configuration import from_document
from stellwerk.sso.connecting import registered, sign_on_of
from stellwerk.sso.connection import Addresses, NotReady, addresses
from stellwerk.sso.models import SignOn


@dataclass(frozen=True, slots=True)
class Moved:
    """A value that is another one since the portal's address changed."""

    name: str
    before: str
    after: str


@needs(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Our values; on POST the identity provider knows them."""
    row = sign_on_of(request.portal)
    configuration = from_document(row.document)
    if request.method == "POST":
        registered(request.portal, actor=request.person.login)
        messages.success(request, _("Noted: the identity provider knows us under this address."))
        return HttpResponseRedirect(reverse("sso"), status=303)
    try:
        ours: Addresses | None = addresses(request.portal)
    except NotReady:
        ours = None
    product = request.GET.get("product", configuration.provider.product)
    entity_id = configuration.sp_entity_id or (ours.metadata if ours else "")
    how: Guide | None = guide(product, configuration) if ours else None
    lead = _("The identity provider has to know this portal, or it answers nobody who comes here.")
    return page(
        request,
        "sso/register.html",
        Head(_("We, at your identity provider"), lead, crumbs=crumbs()),
        ours=ours,
        entity_id=entity_id,
        name_id_format=str(configuration.name_id_format),
        encrypted=configuration.signing.want_assertions_encrypted,
        moved=_moved(row, entity_id, ours),
        known=bool(row.known_address and row.known_address == request.portal.address),
        products=[(key, name) for key, name in PRODUCTS if key],
        product=product,
        product_name=word(PRODUCTS, product) if product else "",
        guide=how,
        may=may_change(request),
    )


def _moved(row: SignOn, entity_id: str, ours: Addresses | None) -> Sequence[Moved]:
    """What has to be changed there since the portal's address is another one."""
    old, new = row.known_address, row.portal.address
    if ours is None or not old or old == new:
        return []

    def before(value: str) -> str:
        return old.rstrip("/") + value.removeprefix(ours.base) if ours else value

    return [
        Moved(name, before(value), value)
        for name, value in (
            (_("Entity ID"), entity_id),
            (_("Where sign-ins arrive (ACS)"), ours.acs),
            (_("Where sign-outs arrive (SLO)"), ours.slo),
        )
        if before(value) != value
    ]
