"""How quick a run is, and how long it still takes."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stellwerk.jobs.models import Job
from stellwerk.panel.templatetags.ui import number

_ENOUGH = timedelta(seconds=2)
"""Before, a guess would jump about."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Objects per second, and the time left where the total is known."""

    rate: float
    left: timedelta | None


def pace_of(row: Job) -> Pace | None:
    """The pace of a run since it began to count; None while that says nothing."""
    if row.since is None or not row.done or row.heartbeat - row.since < _ENOUGH:
        return None
    rate = row.done / (row.heartbeat - row.since).total_seconds()
    if not row.total or row.done >= row.total:
        return Pace(rate, None)
    return Pace(rate, timedelta(seconds=(row.total - row.done) / rate))


def pace_said(pace: Pace | None) -> str:
    """The pace in words, "" without one."""
    if pace is None:
        return ""
    if pace.rate >= 1:
        rate = _("%(count)s per second") % {"count": number(round(pace.rate))}
    else:
        rate = _("%(count)s per minute") % {"count": number(max(round(pace.rate * 60), 1))}
    if pace.left is None:
        return rate
    from babel.dates import format_timedelta

    locale = (get_language() or "en").partition("-")[0]
    left = format_timedelta(pace.left, locale=locale, threshold=1.2)
    return _("%(rate)s, about %(left)s left") % {"rate": rate, "left": left}
