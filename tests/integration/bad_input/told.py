"""What an installation says about input that is wrong, in all the places where it says it."""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from stellwerk.panel.catalogue import compiled
from stellwerk.panel.objects.failures import explain
from stellwerk.people.models import Person
from stellwerk.sync import plan
from stellwerk.sync.why import explain as why
from tests.integration.sync.site_case import Site


class Told:
    """Reads what is parked or was left out, and checks that it can be understood."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def parked(self) -> dict[str, str]:
        """Name or DN -> code of everything that is parked or could not be read.

        Each of them has an object, words and a next step, in German as well as in English.
        """
        rows = plan.parked(self._site.portal)
        for row in rows:
            assert row["name"], row
            assert row["error"], row
            assert row["hint"], row
            spoken(row["code"])
        return {row["name"]: row["code"] for row in rows}

    def error(self, name: str) -> str:
        """What is said of one parked object."""
        rows = [row for row in plan.parked(self._site.portal) if row["name"] == name]
        return str(rows[0]["error"])

    def notes(self, login: str) -> list[str]:
        """What was left out of a person who is carried over all the same."""
        person = Person.objects.get(login=login)
        (answer,) = why(self._site.portal, f"person:{person.pk}")
        notes: list[str] = answer["notes"]
        return notes


def spoken(code: str) -> None:
    """A code has words of its own, and they are German for those who read German."""
    german = gettext.translation("django", compiled(Path(settings.DATA)), ["de"])
    with translation.override("en"):
        found = explain(code, "detail")
        words = [str(found.happened), str(found.cause), str(found.step)]
    assert words[0] != "It could not be sent", code
    assert all(german.gettext(one) != one for one in words), code


@contextmanager
def untouched(site: Site) -> Iterator[None]:
    """Nothing in OX changes meanwhile."""
    before = _content(site)
    yield
    assert _content(site) == before


def _content(site: Site) -> Any:
    return site.ox.state()["contexts"]
