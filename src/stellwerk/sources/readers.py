"""From a source's row to the reader that fills the port, and one whole read of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings as django_settings
from django.utils.translation import gettext_noop as _

from stellwerk.core.errors import StellwerkError
from stellwerk.core.lock import only_reader
from stellwerk.core.said import say
from stellwerk.jobs import actions as jobs
from stellwerk.jobs.log import Level
from stellwerk.portals.queries import last_in_trail
from stellwerk.sources import base
from stellwerk.sources.actions import opened
from stellwerk.sources.answers import answer_by_mail
from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.registry import dialect_by_name
from stellwerk.sources.intake import Summary, take_in
from stellwerk.sources.ldif.source import LdifSource
from stellwerk.sources.models import Decision, Problem, Record, Source

_NAMED = 50
"""So many objects that could not be read are named in a run's log."""


class UnknownKind(StellwerkError):
    """There is no such kind of source; known are ldif and ldap."""

    code = "source.kind"


def reader(source: Source) -> base.Source:
    """The reader of a source. Raises UnknownKind, LdapMissing, BadLdapSettings."""
    settings = source.settings
    if source.kind == "ldif":
        path = Path(django_settings.DATA) / settings["path"]
        dialect = dialect_by_name(settings.get("dialect", "ucs"))
        for kind, extra in settings.get("extra", {}).items():
            dialect = dialect.extended(Kind(kind), extra)
        return LdifSource(path, dialect)
    if source.kind == "ldap":
        from stellwerk.sources.ldap.source import LdapSource

        return LdapSource(ldap_settings(source))
    raise UnknownKind(
        say("%(name)s: '%(kind)s' is no kind of source.", name=source.name, kind=source.kind)
    )


def ldap_settings(source: Source) -> Any:
    """The settings of an LDAP source, its password opened."""
    from stellwerk.sources.ldap.settings import LdapSettings

    plain: Mapping[str, Any] = source.settings
    known = {
        name: plain[name]
        for name in ("url", "base", "bind_dn", "start_tls", "timeout", "page_size", "dialect")
        if name in plain
    }
    return LdapSettings(
        **known,
        password=opened(source),
        ca_file=Path(plain["ca_file"]) if plain.get("ca_file") else None,
        canary_dns=tuple(plain.get("canary_dns", ())),
        bases={Kind(kind): tuple(dns) for kind, dns in plain.get("bases", {}).items()},
        filters={Kind(kind): text for kind, text in plain.get("filters", {}).items()},
        kinds=tuple(Kind(kind) for kind in plain.get("kinds", ())),
        extra={Kind(kind): names for kind, names in plain.get("extra", {}).items()},
    )


def key(source: Source) -> str:
    """What a source's jobs and schedule are kept under."""
    return f"source:{source.pk}"


def read(source: Source, progress: Callable[[int], None] | None = None) -> Summary:
    """Read a source whole and take it in; what came of it is the result of its job.

    Waits while another process or thread reads into this store: two at once could make the same
    person twice.
    """
    books = {"trail": last_in_trail}
    with (
        only_reader(Path(django_settings.DATA)),
        jobs.running("read", key(source), books=books) as job,
    ):
        known = Record.objects.filter(source=source, absent_since=None).count()

        def tell(done: int) -> None:
            job.step(done, max(known, done) if known else None)
            if progress is not None:
                progress(done)

        summary = take_in(source, reader(source).read(), progress=tell)
        Decision.objects.filter(record__source=source, run=0).update(run=job.row.pk)
        answer_by_mail(source)
        job.result = summary.as_dict()
        _note_end(job, source, summary)
    return summary


def _note_end(job: jobs.Running, source: Source, summary: Summary) -> None:
    """Put into the run's log what the trail does not say."""
    for row in Problem.objects.filter(source=source).order_by("pk")[:_NAMED]:
        job.say("%(text)s", Level.WARNING, row.dn, text=row.text)
    if summary.problems > _NAMED:
        more = summary.problems - _NAMED
        job.say(_("%(count)s more objects could not be read."), Level.WARNING, count=more)
    if summary.complete:
        job.say(_("Read whole: %(count)s objects."), count=summary.read.total())
    else:
        job.say(_("Not read whole: %(reason)s"), Level.WARNING, reason=summary.reason)
