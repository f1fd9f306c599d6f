"""A page on which settings are changed: tried before they are saved, saved, and the plan shown."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from stellwerk.config.mistake import Mistake
from stellwerk.config.removing import Removable, StillInUse
from stellwerk.config.taking_back import Earlier
from stellwerk.config.versions import Outdated, version_of
from stellwerk.core.page import Head, page
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.settings.form import SettingsForm
from stellwerk.panel.settings.mistakes import put
from stellwerk.panel.settings.preview import preview
from stellwerk.panel.settings.shown import Unlike, differences
from stellwerk.panel.trials.beside import Tried, not_tried, tried_again
from stellwerk.panel.trials.trial import Trial
from stellwerk.people.models import Entry, Person
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request

Wish = TypeVar("Wish")


class Edited(ABC, Generic[Wish]):
    """What such a page changes: `row` as it is kept (None: something new), and its `form`."""

    row: Removable | None
    form: SettingsForm

    @abstractmethod
    def wish(self) -> Wish | None:
        """What is asked for; None when something is wrong, which the forms then say."""

    @abstractmethod
    def save(self, wish: Wish, *, seen: str | None, actor: str) -> str:
        """Save it unless its version is not the one that was `seen`; returns its name.

        Raises Mistake, StillInUse, Outdated.
        """

    def begin(self, wish: Wish, person: Person) -> Trial | None:
        """Try it; None while too many trials are under way. Raises Mistake, StillInUse."""
        raise NotImplementedError

    @property
    def forms(self) -> Sequence[forms.Form]:
        """Every form on the page."""
        return [self.form]

    def unlike(self) -> Unlike:
        """Where what was typed differs from what is kept."""
        return differences(type(self.form)(row=self.form.row), self.form) if self.form.row else []

    def put(self, error: Mistake) -> None:
        """Say what is wrong where it can be corrected."""
        put(self.form, [error.problem])


def edit(
    request: Request, edited: Edited[Any], template: str, head: Head, back: str, **more: Any
) -> HttpResponse:
    """Show the page; on POST try what is in it, say how the trial goes, or save it."""
    # Whoever types again after a mistake still answers what was shown first.
    seen = request.POST.get("version", None if edited.row else "")
    tried, status, unlike = Tried(), 200, None
    if request.method == "POST" and "look" in request.POST:
        tried = tried_again(request)
    elif request.method == "POST" and "arrange" not in request.POST:
        done: HttpResponse | Tried | None = None
        try:
            done = _done(request, edited, seen)
        except Outdated:
            edited.form.add_error(None, _outdated(edited))
            unlike = edited.unlike()
            seen = None
        if isinstance(done, HttpResponse):
            return done
        # htmx shows no answer that is an error; there the trial's card says what is wrong.
        status = 200 if done or request.htmx else 422
        tried = done or not_tried(*edited.forms)
    context = {"form": edited.form, "back": back, "tried": tried, "unlike": unlike, **more}
    context["version"] = version_of(edited.row) if seen is None or not request.POST else seen
    return page(request, template, head, status=status, **context)


def _done(request: Request, edited: Edited[Any], seen: str | None) -> HttpResponse | Tried | None:
    """Try or save; None where the forms say why it cannot be. Raises Outdated."""
    wish = edited.wish()
    if wish is None:
        return None
    try:
        if "try" in request.POST:
            return Tried(edited.begin(wish, request.person), asked=True)
        with transaction.atomic():
            earlier = Earlier.of(request.portal)
            name = edited.save(wish, seen=seen, actor=request.person.login)
            change = earlier.saved(request.portal, name)
    except Mistake as error:
        edited.put(error)
        return None
    except StillInUse as error:
        said = _("A context with accounts in it cannot be taken out. %(why)s")
        edited.form.add_error(None, said % {"why": in_words(error.message)})
        return None
    return preview(request, change)


def _outdated(edited: Edited[Any]) -> str:
    """Who saved something else meanwhile, as far as the trail tells."""
    row = edited.row
    last = None
    if row is not None:
        kind = row.kind if isinstance(row, Entry) else row._meta.model_name
        key = f"{kind}:{row.pk}"
        rows = Trail.objects.filter(portal=row.portal_id, object=key)
        last = rows.order_by("-at", "-pk").first()
    if last is None:
        return _(
            "Somebody saved this meanwhile. Nothing of yours was saved. Compare the two, then save"
            " again if yours is to hold."
        )
    said = _(
        "%(who)s saved this at %(when)s, after you opened it. Nothing of yours was saved. Compare"
        " the two, then save again if yours is to hold."
    )
    when = date_format(localtime(last.at), "SHORT_DATETIME_FORMAT")
    return said % {"who": last.actor, "when": when}
