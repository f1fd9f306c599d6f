"""How a source and a target stand, in a word and its tone."""

from django.utils.translation import gettext as _

from stellwerk.jobs.models import Job
from stellwerk.panel.objects.in_words import in_words, why_not_whole
from stellwerk.panel.pages.dashboard.queries import MOST, SourceStands, TargetStands
from stellwerk.panel.templatetags.ui import number


def how_read(one: SourceStands) -> tuple[str, str]:
    """Tone and words for a source's last reading."""
    if one.last is None:
        return "off", _("never read")
    if one.last.state in {Job.State.QUEUED, Job.State.RUNNING}:
        return "busy", _("being read")
    if one.last.state == Job.State.CANCELLED:
        return "warn", _("cancelled")
    if one.last.state == Job.State.FAILED:
        return "bad", _("failed")
    return ("good", _("read whole")) if one.whole else ("warn", _("not whole"))


def why_unread(one: SourceStands) -> str:
    """Why the last reading brought nothing or not all, "" where it did."""
    if one.last is None or one.last.state in {Job.State.QUEUED, Job.State.RUNNING} or one.whole:
        return ""
    return in_words(one.last.error) or why_not_whole(one.last.result)


def how_served(one: TargetStands, *, worker: bool) -> tuple[str, str]:
    """Tone and words for a target; where no worker runs nothing can be said of it."""
    if not worker:
        return "off", _("waits for the service")
    if not one.row.started:
        return "wait", _("waits until its plan is carried out")
    if one.whole:
        return "bad", _("paused")
    if one.paused:
        return "warn", _("paused in part")
    return ("busy", _("is being sent to")) if one.due else ("good", _("is in step"))


def counted(count: int) -> str:
    """A count; as much as is counted is at least so many."""
    return _("%(number)s or more") % {"number": number(count)} if count >= MOST else number(count)
