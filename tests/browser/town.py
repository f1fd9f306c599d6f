"""The bundled town after a day of work: who left, who was made anew, who got a long name."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.factories import Directory

LANGUAGES = ("en", "de")

# In each language one person for each flow, so that none sees what another one did.
APPROVED = {"en": "peter.hartmann", "de": "lukas.roessler"}
DROPPED = {"en": "sebastian.brandt", "de": "antonia.roessler"}
SCRIPTLESS = "soeren.winkler"
LEFT_BY_KEYBOARD, KEPT_BY_KEYBOARD = "elias.frank", "birgit.brandt"
LEFT = (
    *APPROVED.values(),
    *DROPPED.values(),
    SCRIPTLESS,
    LEFT_BY_KEYBOARD,
    KEPT_BY_KEYBOARD,
    "johanna.brandt",
)
RENEWED = {"en": "angelika.hartmann", "de": "florian.heinrich"}
STILL_RENEWED = "jonas.kaminski"
PARKED = {"en": "friederike.lange", "de": "oskar.freifrauvonstein"}
PARKED_BY_KEYBOARD = "martina.lange"
LONG = "lea.heinrich"
LONG_NAME = "Wilhelmine-Charlotte von Donaudampfschifffahrtsgesellschaft-Hohenlohe-Langenburg"
NEW_PLACES = {"en": 30, "de": 40}
"""The contexts that the flows through the forms carry people into."""


def after_a_day(file: Path) -> None:
    """Change the directory's file as people do in a day."""
    entries = file.read_text().split("\n\n")
    changed = [text for entry in entries for text in _changed(entry)]
    fresh = file.with_suffix(".new")
    fresh.write_text("\n\n".join(changed))
    fresh.replace(file)


def _changed(entry: str) -> Iterator[str]:
    login = _login(entry)
    if login in LEFT:
        return
    if login in {*RENEWED.values(), STILL_RENEWED}:
        entry = re.sub(r"(?m)^(entryUUID|univentionObjectIdentifier): .{8}", r"\1: 00000000", entry)
    if login == LONG:
        first, _space, last = LONG_NAME.partition(" ")
        entry = _set(_set(_set(entry, "givenName", first), "sn", last), "displayName", LONG_NAME)
    if login in {"anna.mueller", "ben.berger", "mathilda.hartmann"}:
        entry = _set(entry, "roomNumber", "C 1.27")
    yield entry


def _login(entry: str) -> str:
    found = re.search(r"(?m)^uid: (.+)$", entry)
    return found[1] if found else ""


def _set(entry: str, name: str, value: str) -> str:
    return re.sub(rf"(?m)^{name}: .*$", f"{name}: {value}", entry)


def write_new_places(data: Path) -> None:
    """A small directory for each language, to be set up through the panel's forms."""
    for language, context in NEW_PLACES.items():
        small = Directory()
        small.context(context)
        # The rules of the target decide about them, not what the directory says.
        theirs = {"isOxUser": "", "oxContextIDNum": "", "oxAccess": ""}
        for login in newcomers(language):
            small.person(login, **theirs)
        (data / f"{language}.ldif").write_text(small.ldif)


def newcomers(language: str) -> Sequence[str]:
    """Who stands in the small directory of a language."""
    return [f"{name}.{language}" for name in ("ada", "bela", "cleo")]
