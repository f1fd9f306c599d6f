"""What was refused: by the event ID on the page that people saw, what it means, what to do."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.sso.codes import WORDS, Explained, explained
from stellwerk.panel.pages.sso.decoding import readable
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.sso.models import Refused

_KINDS: dict[str, str | Promise] = {
    "response": gettext_lazy("Sign-in"),
    "logout_request": gettext_lazy("Sign-out request"),
    "logout_response": gettext_lazy("Answer to a sign-out request"),
    "person": gettext_lazy("Person"),
    "profile": gettext_lazy("Profile"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One refusal in words."""

    row: Refused
    kind: str
    words: Explained


class RefusalFilter(forms.Form):
    """Which refusals are shown."""

    event = forms.CharField(
        label=gettext_lazy("Event ID"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    code = forms.ChoiceField(label=gettext_lazy("Code"), required=False)

    def __init__(self, data: object, codes: list[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["code"] = forms.ChoiceField(
            label=gettext_lazy("Code"),
            required=False,
            choices=[("", _("all")), *((one, one) for one in codes)],
        )

    def clean_event(self) -> str:
        """An event ID, or its beginning, as people read it out."""
        given = "".join(str(self.cleaned_data["event"]).split()).casefold()
        if given and not all(one in "0123456789abcdef-" for one in given):
            raise ValidationError(_("An event ID is made of the digits 0 to 9 and the letters a"
                                    " to f."))  # fmt: skip
        return given


def rows(portal: Portal) -> QuerySet[Refused]:
    """Everything that was refused, the latest first."""
    return Refused.objects.filter(portal=portal).order_by("-at", "-pk")


def told(row: Refused) -> Told:
    """A refusal in words."""
    return Told(row, str(_KINDS.get(row.what, row.what)), explained(row.code))


@needs(Role.AUDITOR)
@require_safe
def refusals(request: Request) -> HttpResponse:
    """All that are kept, the latest first."""
    every = Refused.objects.filter(portal=request.portal)
    codes = sorted(set(every.values_list("code", flat=True)) & set(WORDS))
    form = RefusalFilter(request.GET, codes)
    chosen = every
    if form.is_valid():
        data = form.cleaned_data
        if data["code"]:
            chosen = chosen.filter(code=data["code"])
        if data["event"]:
            plain = data["event"].replace("-", "")
            known = [pk for pk, event in every.values_list("pk", "event")
                     if event.hex.startswith(plain)]  # fmt: skip
            chosen = chosen.filter(pk__in=known)
    else:
        chosen = every.none()
    found = page_of(request, chosen, by="at", descending=True)
    lead = _("Whoever was refused saw the event ID alone. What it means stands here.")
    return page(
        request,
        "sso/refusals.html",
        Head(_("Refused sign-ins"), lead, crumbs=crumbs()),
        found=found,
        rows=[told(one) for one in found.rows],
        form=form,
    )


@needs(Role.AUDITOR)
@require_safe
def refusal(request: Request, event: str) -> HttpResponse:
    """One of them, with the message as it came."""
    row = get_object_or_404(Refused, portal=request.portal, event=event)
    above = (*crumbs(), Link(_("Refused sign-ins"), reverse("sso-refusals")))
    head = Head(_("Refusal %(event)s") % {"event": str(row.event)[:8]}, crumbs=above)
    return page(request, "sso/refusal.html", head, one=told(row), message=readable(row.message))
