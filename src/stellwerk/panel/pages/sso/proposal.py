"""News in the identity provider's metadata: shown, then trusted or not."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, page
from stellwerk.panel.access import may_change
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.sso import words
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.signin.request import Request
from stellwerk.sso import refreshing, validity
from stellwerk.sso.configuration import from_document
from stellwerk.sso.connecting import sign_on_of
from stellwerk.sso.differing import differences
from stellwerk.sso.tasks import ask_for_reading


@needs(Role.ADMINISTRATOR)
@require_POST
def again(request: Request) -> HttpResponse:
    """Have the metadata read now."""
    job = ask_for_reading(request.portal, actor=request.person.login)
    return HttpResponseRedirect(reverse("run", args=[job.pk]), status=303)


@needs(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def news(request: Request) -> HttpResponse:
    """What the metadata say now; on POST it is trusted, or left."""
    row = sign_on_of(request.portal)
    wanted = refreshing.proposal(row)
    if request.method == "POST":
        seen, trusted = request.POST.get("version", ""), request.POST.get("answer") == "accept"
        answer = refreshing.accept if trusted else refreshing.leave
        try:
            answer(request.portal, seen, actor=request.person.login)
        except refreshing.OtherProposal as error:
            messages.error(request, f"{in_words(error.message)} {in_words(error.hint)}")
            return HttpResponseRedirect(reverse("sso-news"), status=303)
        if trusted:
            messages.success(request, _("What the metadata say is trusted now."))
        else:
            messages.success(request, _("Everything stays as it was."))
        return HttpResponseRedirect(reverse("sso"), status=303)
    before = from_document(row.document)
    return page(
        request,
        "sso/news.html",
        Head(_("News in the metadata"), crumbs=crumbs()),
        changes=words.told(differences(before, wanted)) if wanted else [],
        certificates=validity.of_provider(wanted) if wanted else [],
        row=row,
        version=refreshing.version(row) if wanted else "",
        may=may_change(request),
    )
