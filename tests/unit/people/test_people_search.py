"""Finding people however their names are written."""

import pytest

from stellwerk.people.actions import PersonFields, add_people
from stellwerk.people.queries import search
from stellwerk.portals.actions import open_portal
from stellwerk.portals.models import Portal

PEOPLE = [
    PersonFields("jmueller", "Jörg", "Müller", mails=("joerg.mueller@example.org",)),
    PersonFields("astrasse", "Änne", "Straße"),
    PersonFields("rene", "René", "O'Neill-Smith"),
    PersonFields("lukasz", "Łukasz", "Żak"),
]


@pytest.fixture
def portal(db: None) -> Portal:
    made = open_portal("Test", actor="test")
    add_people(made, PEOPLE)
    return made


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("MÜLLER", "jmueller"),
        ("muller", "jmueller"),
        ("mueller", "jmueller"),
        ("müller jörg", "jmueller"),
        ("jorg mull", "jmueller"),
        ("joerg.mueller@", "jmueller"),
        ("strasse", "astrasse"),
        ("STRASSE", "astrasse"),
        ("straße", "astrasse"),
        ("aenne", "astrasse"),
        ("anne", "astrasse"),
        ("rene", "rene"),
        ("o'neill", "rene"),
        ("zak", "lukasz"),
    ],
)
def test_is_found_as(portal: Portal, text: str, login: str) -> None:
    assert [person.login for person in search(portal, text)] == [login]


def test_a_word_nobody_has_finds_nobody(portal: Portal) -> None:
    assert not search(portal, "müller nobody").exists()


def test_another_portals_people_are_not_found(portal: Portal) -> None:
    assert not search(open_portal("Other", actor="test"), "müller").exists()


def test_signs_of_the_query_language_are_text(portal: Portal) -> None:
    assert not search(portal, "%").exists()
    assert not search(portal, "_").exists()
