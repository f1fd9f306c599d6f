"""Finds a run of a portal, and says what it is called."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stellwerk.jobs.models import Job
from stellwerk.panel.pages.runs.words import KINDS
from stellwerk.portals.models import Portal
from stellwerk.signin.request import Request
from stellwerk.sources import readers
from stellwerk.sources.models import Source
from stellwerk.sync.tasks import aside_key, key_of


def find(request: Request, pk: int) -> Job:
    """A run of this portal. Raises Http404."""
    keys = [*own_keys(request.portal), *sources_by_key(request.portal)]
    return get_object_or_404(Job, pk=pk, key__in=keys)


def own_keys(portal: Portal) -> list[str]:
    """The keys of a portal's runs but for those of its sources."""
    return [key_of(portal), aside_key(portal)]


def sources_by_key(portal: Portal) -> dict[str, str]:
    """The names of a portal's sources by the key of their runs."""
    return {readers.key(row): row.name for row in Source.objects.filter(portal=portal)}


def title(row: Job) -> str:
    """What a run's page is called."""
    began = date_format(timezone.localtime(row.started), "SHORT_DATETIME_FORMAT")
    words = {"kind": KINDS.get(row.kind, row.kind), "number": row.pk, "when": began}
    return _("%(kind)s of %(when)s (run %(number)s)") % words
