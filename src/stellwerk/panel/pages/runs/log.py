"""The log of a run on its page: in order, filtered, a page at a time, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.core.page import Head, Link, page
from stellwerk.jobs.log import Level, Line
from stellwerk.jobs.models import Job
from stellwerk.panel.lists.paging import Page, page_of
from stellwerk.panel.objects.calls import ACTIONS
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.objects.named import Named, named
from stellwerk.panel.pages.runs.finding import find, title
from stellwerk.panel.pages.trail.queries import object_keys
from stellwerk.panel.pages.trail.words import word
from stellwerk.portals.models import Portal, Trail
from stellwerk.signin.request import Request
from stellwerk.sync import run_log
from stellwerk.sync.run_log import Row, Wanted

LEVELS: dict[str, str | Promise] = {
    Level.INFO: gettext_lazy("went well"),
    Level.WARNING: gettext_lazy("warning"),
    Level.ERROR: gettext_lazy("failed"),
}
_TONES = {Level.INFO: "good", Level.WARNING: "warn", Level.ERROR: "bad"}
LATEST = 8


class LogFilter(forms.Form):
    """How it went, and what it is about."""

    level = forms.ChoiceField(
        label=gettext_lazy("How it went"),
        choices=[("", gettext_lazy("any")), *LEVELS.items()],
        required=False,
    )
    object = forms.CharField(
        label=gettext_lazy("Login, group or object key"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def wanted(self, portal: Portal) -> Wanted:
        """What is looked for; anything, where the address holds something else."""
        if not self.is_valid():
            return run_log.ALL
        text = self.cleaned_data["object"].strip()
        keys = [*object_keys(portal, text), text] if text else None
        return Wanted(self.cleaned_data["level"], keys)


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry in words."""

    at: datetime
    tone: str
    level: str | Promise
    said: str | Promise
    detail: str
    about: str
    named: Named | None


@needs(Role.AUDITOR)
@require_safe
def log(request: Request, pk: int) -> HttpResponse:
    """What a run did, from its beginning."""
    row = find(request, pk)
    form = LogFilter(request.GET)
    wanted = form.wanted(request.portal)
    rows = run_log.rows_of(request.portal, row, wanted)
    found = page_of(request, rows, by="id")
    entries = _on_page(run_log.own_lines(row, wanted), found, rows)
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "found": found,
        "entries": shown(entries),
        "left_out": row.log.get("left_out", 0),
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "file": f"{reverse('run-log-file', args=[pk])}?{request.GET.urlencode()}",
    }
    crumbs = (Link(_("Runs"), reverse("runs")), Link(title(row), reverse("run", args=[pk])))
    head = Head(_("Log of run %(number)s") % {"number": pk}, crumbs=crumbs)
    return page(request, "runs/log.html", head, **context)


@needs(Role.AUDITOR)
@require_safe
def log_file(request: Request, pk: int) -> StreamingHttpResponse:
    """The log as text, as far as the filters leave it; in English, times in UTC."""
    row = find(request, pk)
    entries = run_log.whole(request.portal, row, LogFilter(request.GET).wanted(request.portal))
    headers = {"Content-Disposition": f'attachment; filename="run-{pk}.txt"'}
    lines = run_log.as_text(entries)
    return StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8", headers=headers)


def latest(portal: Portal, row: Job) -> Sequence[Shown]:
    """The last few entries, the newest last."""
    rows = list(run_log.rows_of(portal, row).order_by("-pk")[:LATEST])
    own = run_log.own_lines(row)[-LATEST:]
    return shown(sorted([*own, *rows], key=lambda one: one.at)[-LATEST:])


def _on_page(own: Sequence[Line], found: Page[Row], rows: Any) -> list[Line | Row]:
    """The rows of a page, with the run's own lines where they belong in time."""
    low = high = None
    if found.previous and found.rows:
        before = rows.filter(pk__lt=found.rows[0].pk).order_by("-pk").first()
        low = before.at if before else None
    if found.following and found.rows:
        high = found.rows[-1].at
    here = [
        line for line in own if (low is None or line.at > low) and (high is None or line.at <= high)
    ]
    return sorted([*here, *found.rows], key=lambda one: one.at)


def shown(entries: Sequence[Line | Row]) -> list[Shown]:
    """Entries in words, with the names of what they are about."""
    names = named(one.object for one in entries if one.object)
    return [_shown(one, names.get(one.object)) for one in entries]


def _shown(one: Line | Row, name: Named | None) -> Shown:
    if isinstance(one, Line):
        said: str | Promise = in_words(one.said)
        level, detail, about = one.level, "", one.object
    elif isinstance(one, Trail):
        level, said, detail, about = Level.INFO, word(one.verb), "", one.label or one.object
    else:
        level, said = run_log.level_of(one), ACTIONS.get(one.action, one.action)
        detail, about = in_words(one.message), one.object
    return Shown(one.at, _TONES[level], LEVELS[level], said, detail, about, name)
