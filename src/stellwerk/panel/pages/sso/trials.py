"""Test sign-ins: begun with what is saved, and their reports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.panel.access import may_change
from stellwerk.panel.lists.paging import page_of
from stellwerk.panel.pages.sso.codes import explained
from stellwerk.panel.pages.sso.decoding import readable
from stellwerk.panel.pages.sso.editing import crumbs
from stellwerk.panel.pages.sso.starting import begin
from stellwerk.panel.pages.sso.words import name_of
from stellwerk.signin.request import Request
from stellwerk.sso.connecting import configuration_of
from stellwerk.sso.matching import Outcome
from stellwerk.sso.models import Trial
from stellwerk.sso.saml.identity import Notice

_CHECKS: Mapping[str, str | Promise] = {
    "form": gettext_lazy("The message can be read"),
    "message": gettext_lazy("It answers our request, in time, and is meant for us"),
    "signature": gettext_lazy("It is signed by the identity provider"),
    "encryption": gettext_lazy("What is encrypted can be decrypted"),
    "assertion": gettext_lazy("It says who signed in, and is valid now"),
    "profile": gettext_lazy("All that a profile needs has come"),
    "person": gettext_lazy("The person may come in"),
}
_STATES: Mapping[str, tuple[str, str | Promise]] = {
    "passed": ("good", gettext_lazy("passed")),
    "failed": ("bad", gettext_lazy("failed")),
    "not_reached": ("off", gettext_lazy("not reached")),
}
_MATCHES: Mapping[str, str | Promise] = {
    Outcome.NEW: gettext_lazy("A new person would be made."),
    Outcome.KNOWN: gettext_lazy("This person is known already and would be signed in."),
    Outcome.LINKED: gettext_lazy(
        "The account with this mail address would be linked and signed in."
    ),
    Outcome.CONFIRM: gettext_lazy(
        "The account with this mail address would be linked, once its owner confirms with the"
        " password."
    ),
}
_WARNINGS: Mapping[str, str | Promise] = {
    Notice.CERTIFICATE_EXPIRED: gettext_lazy("The certificate that fits the signature has ended."),
    Notice.CERTIFICATE_NOT_YET_VALID: gettext_lazy(
        "The certificate that fits the signature is not in its time yet."
    ),
    Notice.SHA1: gettext_lazy("The signature uses SHA-1."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One check, how it ended, and in words why and what next where it failed."""

    tone: str
    name: str
    said: str
    detail: str = ""
    cause: str = ""
    step: str = ""


@needs(Role.AUDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def trials(request: Request) -> HttpResponse:
    """The reports; on POST a test sign-in begins."""
    if request.method == "POST":
        return begin(request, configuration_of(request.portal), reverse("sso-trials"))
    found = page_of(request, Trial.objects.filter(portal=request.portal), by="at", descending=True)
    lead = _("Everything is looked at as in a real sign-in, and nobody is signed in by it.")
    return page(
        request,
        "sso/trials.html",
        Head(_("Test sign-in"), lead, crumbs=crumbs()),
        found=found,
        rows=[(one, *_result(one)) for one in found.rows],
        may=may_change(request),
    )


@needs(Role.AUDITOR)
@require_safe
def trial(request: Request, public_id: str) -> HttpResponse:
    """What one of them brought."""
    row = get_object_or_404(Trial, portal=request.portal, public_id=public_id)
    report = row.report
    above = (*crumbs(), Link(_("Test sign-in"), reverse("sso-trials")))
    tone, said = _result(row)
    return page(
        request,
        "sso/trial.html",
        Head(_("Report of a test sign-in"), crumbs=above),
        row=row,
        tone=tone,
        said=said,
        checks=list(_checks(report)),
        match=_MATCHES.get(str(report.get("match", "")), ""),
        warnings=[str(_WARNINGS.get(one, one)) for one in report.get("warnings", [])],
        problems=[explained(one["code"]).meaning for one in report.get("problems", [])],
        profile=list(_profile(report.get("profile") or {})),
        attributes=[
            (one.get("name", ""), one.get("friendly_name", ""), one.get("values", []))
            for one in report.get("attributes", [])
        ],
        name_id=report.get("name_id") or {},
        issuer=report.get("issuer", ""),
        message=readable(str(report.get("message", ""))),
        may=may_change(request),
    )


def _result(row: Trial) -> tuple[str, str]:
    if row.passed:
        return "good", _("went well")
    return "bad", explained(str(row.report.get("code", ""))).meaning


def _checks(report: Mapping[str, Any]) -> Iterator[Checked]:
    for one in report.get("checks", []):
        tone, said = _STATES.get(one["state"], ("off", one["state"]))
        name = str(_CHECKS.get(one["name"], one["name"]))
        if one["state"] != "failed":
            yield Checked(tone, name, str(said))
            continue
        words = explained(str(report.get("code", "")))
        detail = str(report.get("detail", ""))
        yield Checked(tone, name, words.meaning, detail, words.cause, words.step)


def _profile(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if name == "lacks" or value in ("", [], None):
            continue
        told = (
            ", ".join(map(str, value))
            if isinstance(value, Sequence) and not isinstance(value, str)
            else str(value)
        )
        if name == "photo":
            told = _("has come")
        label = _("Roles") if name == "roles" else name_of(f"attributes.{name}")
        yield label.removeprefix("attributes."), told
