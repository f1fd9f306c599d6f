"""One sentence of health: the worst there is, and the next step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.core.page import Link
from stellwerk.jobs.models import Job
from stellwerk.panel.pages.dashboard.queries import SourceStands, Standing
from stellwerk.panel.templatetags.ui import number


@dataclass(frozen=True, slots=True)
class Health:
    """Tone and sentence, what it means in a second one, and where to go on."""

    tone: str
    sentence: str
    meaning: str = ""
    step: Link | None = None


def health(standing: Standing) -> Health:
    """How everything stands, in one sentence: what comes first here weighs most."""
    return (
        _missing(standing)
        or _stopped(standing)
        or _unread(standing)
        or _signing_on(standing)
        or _waiting(standing)
        or _moving(standing)
    )


def _missing(standing: Standing) -> Health | None:
    if not standing.sourced:
        step = Link(_("Add a source"), reverse("source-choose"), "plus")
        return Health("wait", _("There is no source yet."), _("Without one nobody is known."), step)
    if not standing.targets:
        step = Link(_("Add a target"), reverse("target-new"), "plus")
        said = _("Without one nothing is sent anywhere.")
        return Health("wait", _("There is no target yet."), said, step)
    return None


def _stopped(standing: Standing) -> Health | None:
    if not standing.worker:
        return Health(
            "bad",
            _("No worker is running: nothing is read and nothing is sent."),
            _("Start the service (stellwerk serve); it takes up everything that waits."),
        )
    for one in standing.targets:
        if one.whole:
            said = _("Target %(name)s cannot be served at the moment.") % {"name": one.row.name}
            step = Link(_("See the target"), reverse("target", args=[one.row.public_id]))
            meaning = _("Work is kept and goes on by itself as soon as that is over.")
            return Health("bad", said, meaning, step)
    return None


def _unread(standing: Standing) -> Health | None:
    for one in standing.sources:
        if one.last is None and standing.worker:
            said = _("Source %(name)s has not been read yet.") % {"name": one.row.name}
            return Health("wait", said, step=_to_source(one))
        if one.last and one.last.state == Job.State.FAILED:
            said = _("Source %(name)s could not be read.") % {"name": one.row.name}
        elif one.last and one.last.state == Job.State.DONE and not one.whole:
            said = _("Source %(name)s was not read whole.") % {"name": one.row.name}
        else:
            continue
        meaning = _("Nobody is removed because of it; it is tried again by itself.")
        return Health("warn", said, meaning, _to_source(one))
    return None


def _to_source(one: SourceStands) -> Link:
    return Link(_("See the source"), reverse("source", args=[one.row.public_id]))


def _signing_on(standing: Standing) -> Health | None:
    step = Link(_("See single sign-on"), reverse("sso"), "log-in")
    if standing.certificates:
        said = _("A certificate of single sign-on ends within 30 days, or has ended.")
        meaning = _("Have its successor known on both sides before that.")
        return Health("warn", said, meaning, step)
    if standing.news:
        said = _("The identity provider's metadata say something new.")
        return Health("warn", said, _("It is not trusted before you agree."), step)
    return None


def _waiting(standing: Standing) -> Health | None:
    new = [one.row.name for one in standing.targets if not one.row.started]
    if new:
        said = _("Target %(name)s gets nothing before you have agreed to its plan.")
        step = Link(_("See the plans"), reverse("plans"), "list-checks")
        return Health("wait", said % {"name": new[0]}, step=step)
    held = sum(one.held for one in standing.targets)
    parked = sum(one.parked for one in standing.targets)
    unread = sum(one.problems for one in standing.sources)
    if standing.decisions:
        count = standing.decisions
        said = ngettext(
            "%(count)s question waits for your answer.",
            "%(count)s questions wait for your answer.",
            count,
        )
        step = Link(_("See the decisions"), reverse("decisions"), "git-compare")
        meaning = _("Everything else goes on meanwhile.")
        return Health("warn", said % {"count": number(count)}, meaning, step)
    if held:
        said = ngettext(
            "%(count)s change waits for your approval.",
            "%(count)s changes wait for your approval.",
            held,
        )
        step = Link(_("See the plans"), reverse("plans"), "list-checks")
        meaning = _("Everything else goes on meanwhile.")
        return Health("warn", said % {"count": number(held)}, meaning, step)
    if parked or unread:
        count = parked + unread
        said = ngettext(
            "%(count)s object needs attention; everything else is kept in step.",
            "%(count)s objects need attention; everything else is kept in step.",
            count,
        )
        page = "parked" if parked else "parked-unread"
        step = Link(_("See what is parked"), reverse(page), "octagon-alert")
        return Health("warn", said % {"count": number(count)}, step=step)
    return None


def _moving(standing: Standing) -> Health:
    due = sum(one.due for one in standing.targets)
    if due:
        said = ngettext(
            "%(count)s change is on its way.", "%(count)s changes are on their way.", due
        )
        return Health("busy", said % {"count": number(due)})
    return Health("good", _("Everything is in step."))
